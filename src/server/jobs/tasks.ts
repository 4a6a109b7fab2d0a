import "server-only";
import type { JobHelpers, TaskList } from "graphile-worker";
import { z } from "zod";
import { expireRequests } from "../domain/access-request/expire-requests";
import { cleanCounters } from "../domain/audit/clean-counters";
import { makeDueCheckpoint } from "../domain/audit/make-due-checkpoint";
import type { ServiceContext } from "../domain/context";
import { remindReviewers } from "../domain/emergency-access/remind-reviewers";
import { announceEnds } from "../domain/message/announce-ends";
import { announceRefusals } from "../domain/message/announce-refusals";
import { deliverMessage } from "../domain/message/deliver-message";
import { escalateRequests } from "../domain/message/escalate-requests";
import { remindApprovers } from "../domain/message/remind-approvers";
import { restartStrandedMessages } from "../domain/message/restart-stranded";
import { watchBursts, watchPeople } from "../domain/reading-watch/watch-rates";
import { closeReview } from "../domain/review/close-review";
import { openReview, remindOfReview } from "../domain/review/open-review";
import { asSystem, type JobsContext } from "./jobs-context";

type Work = (context: ServiceContext, payload: unknown) => Promise<unknown>;

const messagePayload = z.object({ messageId: z.uuid() });
const requestPayload = z.object({ requestId: z.uuid() });

/** Every job there is; each calls verbs and nothing else. */
export function createTasks(jobs: JobsContext): TaskList {
  const work: Record<string, Work> = {
    deliver_message: (context, payload) =>
      deliverMessage(context, messagePayload.parse(payload), jobs.delivery),
    expire_request: (context, payload) => expireRequests(context, requestPayload.parse(payload)),
    sweep,
  };
  return Object.fromEntries(Object.entries(work).map(([name, run]) => [name, taskOf(jobs, name, run)]));
}

/** What each minute looks for. One that fails keeps none of the others. */
const swept: ReadonlyArray<(context: ServiceContext) => Promise<unknown>> = [
  expireRequests,
  remindApprovers,
  escalateRequests,
  remindReviewers,
  announceEnds,
  announceRefusals,
  watchBursts,
  watchPeople,
  openReview,
  remindOfReview,
  closeReview,
  makeDueCheckpoint,
  restartStrandedMessages,
  cleanCounters,
];

async function sweep(context: ServiceContext): Promise<void> {
  const failures: unknown[] = [];
  for (const verb of swept) await verb(context).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, "a part of the sweep failed");
}

/** What fails is logged by our logger and told to the queue by name alone: an error's text may quote data. */
function taskOf(jobs: JobsContext, name: string, run: Work) {
  return async (payload: unknown, { job }: JobHelpers) => {
    const requestId = `job_${job.id}`;
    try {
      await run(asSystem(jobs, name, requestId), payload);
    } catch (err) {
      jobs.logger.error({ err, job: name, requestId, attempt: job.attempts }, "job failed");
      throw new Error(`${name} failed; the log says why under ${requestId}.`);
    }
  };
}
