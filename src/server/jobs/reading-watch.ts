import "server-only";
import { watchCeilings } from "../domain/reading-watch/watch-ceilings";
import { asSystem, type JobsContext } from "./jobs-context";
import { type Repeating, startRepeating } from "./repeating";

/**
 * Holds tokens to their ceilings, on any number of processes. It looks once a second: a token is suspended soon
 * after the read that crosses its ceiling, where the database keeps up; what it reads in between is bounded by its limits.
 */
export function startReadingWatch(jobs: Omit<JobsContext, "delivery">): Repeating {
  const context = asSystem(jobs, "reading_watch", "job_reading_watch");
  return startRepeating(() => watchCeilings(context), {
    everyMs: 1_000,
    failing: "the reading of tokens could not be counted; trying on",
    logger: jobs.logger,
  });
}
