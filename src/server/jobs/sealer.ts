import "server-only";
import type { Logger } from "pino";
import { sealEvents } from "../domain/audit/seal-events";
import type { ServiceContext } from "../domain/context";
import { type Repeating, startRepeating } from "./repeating";

/**
 * Seals new records twice a second until stopped; of many processes one seals at a time. A database that is away is tried
 * again. Guarantee with a database that answers: a record is sealed within two seconds of its commit (rule 11).
 */
export function startSealer({ db, logger }: { db: ServiceContext["db"]; logger: Logger }): Repeating {
  return startRepeating(() => sealEvents({ db }), {
    everyMs: 500,
    failing: "records could not be sealed; trying on",
    logger,
  });
}
