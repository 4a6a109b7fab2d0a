import "server-only";
import { DomainError } from "../errors";

export interface BatcherOptions {
  /** Requests in one call. */
  batch: number;
  /** Requests that may wait; one more is told that the service is unavailable. */
  queue: number;
  /** How long a call may take before its requests are given up, in milliseconds. */
  patience: number;
  /** Told of a call that failed as a whole. */
  onFault: (error: unknown) => void;
  /** Told of a call that was given up; it may still be running. */
  onGivenUp: () => void;
}

export interface Batcher<Q, A> {
  ask(request: Q): Promise<A>;
  waiting(): number;
  /** The answers of the call that runs are arriving: its work is done, but for its commit. */
  answering(): void;
  /** Takes nothing more, and resolves when all that waited is answered. */
  close(): Promise<void>;
}

/** Answers requests in one transaction. */
export type Call<Q, A> = (requests: readonly Q[]) => Promise<readonly A[]>;

interface Waiting<Q, A> {
  request: Q;
  /** Its batch failed by its data or a conflict: it runs by itself. */
  alone: boolean;
  attempts: number;
  resolve: (answer: A) => void;
  reject: (error: unknown) => void;
}

const mostAttempts = 3;
const tooManyWaiting = "Too many requests are waiting.";
const notReached = "The database cannot be reached.";

/**
 * Collects requests while a call runs and sends them as the next one; an idle batcher sends at once, without a timer. One
 * call works at a time: the next is sent when the last has ended, or only has to commit and enough requests wait. Rejects
 * with `unavailable` where the queue is full or the call fails as a whole.
 */
export function createBatcher<Q, A>(call: Call<Q, A>, options: BatcherOptions): Batcher<Q, A> {
  const queue: Waiting<Q, A>[] = [];
  let inFlight = 0;
  let lastSent = 0;
  let planned = false;
  let closing: (() => void) | null = null;
  let closed = false;

  function take(): Waiting<Q, A>[] {
    const firstAlone = queue.findIndex(({ alone }) => alone);
    if (firstAlone === 0) return queue.splice(0, 1);
    return queue.splice(0, Math.min(options.batch, firstAlone < 0 ? queue.length : firstAlone));
  }

  function sendNext(): void {
    planned = false;
    const batch = take();
    if (batch.length > 0) void run(batch);
    else if (inFlight === 0) closing?.();
  }

  async function run(batch: Waiting<Q, A>[]): Promise<void> {
    inFlight += 1;
    lastSent = batch.length;
    const requests = batch.map(({ request }) => request);
    let settle: () => void;
    try {
      const answers = await patiently(call(requests), options);
      settle = () => {
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as A);
      };
    } catch (error) {
      settle = fail(batch, error);
    }
    inFlight -= 1;
    if (inFlight === 0) sendNext();
    // The next call leaves before the answers of this one are written: its bytes are sent two turns from now.
    if (inFlight > 0) setImmediate(() => setImmediate(settle));
    else settle();
  }

  /** Puts back what may succeed by itself; gives what tells the others. */
  function fail(batch: Waiting<Q, A>[], error: unknown): () => void {
    const kind = kindOf(error);
    const again = batch.filter(
      (one) => kind !== "fault" && (!one.alone || (kind === "conflict" && one.attempts < mostAttempts)),
    );
    for (const one of again) {
      one.alone = true;
      one.attempts += 1;
    }
    queue.unshift(...again);
    if (kind === "fault") options.onFault(error);
    const lost = batch.filter((one) => !again.includes(one));
    const told = kind === "data" ? error : new DomainError("unavailable", notReached);
    return () => {
      for (const { reject } of lost) reject(told);
    };
  }

  return {
    waiting: () => queue.length,
    answering() {
      // Fewer than half as many would make small calls of what could be one.
      if (inFlight === 1 && queue.length * 2 >= lastSent) sendNext();
    },
    ask(request) {
      if (closed || queue.length >= options.queue) {
        return Promise.reject(new DomainError("unavailable", tooManyWaiting));
      }
      return new Promise<A>((resolve, reject) => {
        queue.push({ request, alone: false, attempts: 0, resolve, reject });
        if (planned || inFlight > 0) return;
        planned = true;
        setImmediate(sendNext);
      });
    },
    close() {
      closed = true;
      return new Promise<void>((resolve) => {
        if (planned || inFlight > 0) closing = resolve;
        else resolve();
      });
    },
  };
}

/** SQLSTATE 22 and 23: these data fail; 40: a conflict with another transaction; anything else fails whatever it is asked. */
function kindOf(error: unknown): "data" | "conflict" | "fault" {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^2[23]...$/.test(code)) return "data";
  return /^40...$/.test(code) ? "conflict" : "fault";
}

function patiently<T>(
  work: Promise<T>,
  { patience, onGivenUp }: Pick<BatcherOptions, "patience" | "onGivenUp">,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("The database did not answer in time."));
      onGivenUp();
    }, patience);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
