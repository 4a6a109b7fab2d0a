import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

export interface Repeating {
  /** Ends after the work in hand. */
  stop(): Promise<void>;
}

/** Does a piece of work again and again until stopped, so many ms after it ended. What fails is logged once, and tried on. */
export function startRepeating(
  work: () => Promise<unknown>,
  { everyMs, failing, logger }: { everyMs: number; failing: string; logger: Logger },
): Repeating {
  const stopping = new AbortController();
  let failed = false;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await work();
        failed = false;
      } catch (err) {
        if (!failed) logger.error({ err }, failing);
        failed = true;
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
