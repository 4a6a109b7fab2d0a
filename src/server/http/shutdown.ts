import "server-only";
import type { Logger } from "pino";

export interface ShutdownStep {
  name: string;
  run: () => unknown;
}

export interface Shutdown {
  /** Steps run in the order they were added, last added first. */
  add(name: string, run: () => unknown): void;
  /** Runs every step once, whatever the others do, each for `patienceMs` at most; false where one failed or was left. */
  stop(): Promise<boolean>;
}

/** Undoes a start, or what there is of one, in reverse order. */
export function createShutdown(logger: Pick<Logger, "error">, patienceMs = 20_000): Shutdown {
  const steps: ShutdownStep[] = [];
  let stopped: Promise<boolean> | null = null;
  const runAll = async () => {
    let clean = true;
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await bounded(step, patienceMs);
      } catch (error) {
        clean = false;
        logger.error({ err: error, step: step.name }, "A step of the shutdown failed.");
      }
    }
    return clean;
  };
  return {
    add: (name, run) => steps.push({ name, run }),
    stop: () => {
      stopped ??= runAll();
      return stopped;
    },
  };
}

async function bounded({ name, run }: ShutdownStep, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} did not stop in ${patienceMs / 1000} s.`)),
      patienceMs,
    );
  });
  try {
    await Promise.race([Promise.resolve().then(run), late]);
  } finally {
    clearTimeout(timer);
  }
}
