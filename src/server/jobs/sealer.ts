import "server-only";
import type { Logger } from "pino";
import { type SealingPace, sealEvents } from "../domain/audit/seal-events";
import type { ServiceContext } from "../domain/context";
import { type Repeating, startRepeating } from "./repeating";

/** Refused in a row by who holds the sealer's lock: a minute of it is no batch of a colleague's. */
const mostRefused = 120;

/**
 * Seals new records twice a second until stopped; of many processes one seals at a time. A database that is away is tried
 * again. Guarantee with a database that answers: a record is sealed within two seconds of its commit (rule 11).
 */
export function startSealer({ db, logger }: { db: ServiceContext["db"]; logger: Logger }): Repeating {
  let refused = 0;
  const pace: SealingPace = { caughtUpAt: performance.now() };
  const seal = async () => {
    refused = (await sealEvents({ db }, pace)) === null ? refused + 1 : 0;
    if (refused === mostRefused) logger.error("records are not sealed: another holds the sealer's lock");
  };
  return startRepeating(seal, { everyMs: 500, failing: "records could not be sealed; trying on", logger });
}
