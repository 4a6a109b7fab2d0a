import "server-only";
import type { ServiceContext } from "../domain/context";
import { watchCeilings } from "../domain/reading-watch/watch-ceilings";
import { type Repeating, startRepeating } from "./repeating";
import type { JobsContext } from "./tasks";

/**
 * Holds tokens to their ceilings, on any number of processes. It looks once a second: a token is suspended soon
 * after the read that crosses its ceiling, where the database keeps up; what it reads in between is bounded by its limits.
 */
export function startReadingWatch({ db, keys, settings, logger }: Omit<JobsContext, "delivery">): Repeating {
  const context: ServiceContext = {
    actor: { kind: "system", job: "reading_watch" },
    clientIp: null,
    requestId: "job_reading_watch",
    db,
    keys,
    settings,
  };
  return startRepeating(() => watchCeilings(context), {
    everyMs: 1_000,
    failing: "the reading of tokens could not be counted; trying on",
    logger,
  });
}
