import "server-only";
import { DomainError } from "../errors";

export interface WorkGate {
  /** Throws `unavailable` where no more may wait now. */
  requireRoom(): void;
  /** Runs the work in its turn, at most so many at a time. Throws `unavailable` where no more may wait. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Bounds work that is dear in memory and processor, and the queue for it, within this process. */
export function createWorkGate(limits: { atOnce: number; waiting: number; busy: string }): WorkGate {
  let running = 0;
  const queue: Array<() => void> = [];

  const requireRoom = () => {
    if (running < limits.atOnce || queue.length < limits.waiting) return;
    throw new DomainError("unavailable", limits.busy);
  };
  /** A turn that ends is handed to the first who waits, so that nobody who comes later takes it. */
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  return {
    requireRoom,
    async run(work) {
      requireRoom();
      if (running < limits.atOnce) running += 1;
      else await new Promise<void>((turn) => queue.push(turn));
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
