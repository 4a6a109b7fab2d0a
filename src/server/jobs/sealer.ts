import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { sealEvents } from "../domain/audit/seal-events";
import type { ServiceContext } from "../domain/context";

export interface Sealer {
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
}

const everyMs = 500;

/**
 * Seals new records twice a second until stopped; of many processes one seals at a time. A database that is away is tried
 * again. Guarantee with a database that answers: a record is sealed within two seconds of its commit (rule 11).
 */
export function startSealer({ db, logger }: { db: ServiceContext["db"]; logger: Logger }): Sealer {
  const stopping = new AbortController();
  let failing = false;
  const work = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await sealEvents({ db });
        failing = false;
      } catch (err) {
        if (!failing) logger.error({ err }, "records could not be sealed; trying on");
        failing = true;
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await work;
    },
  };
}
