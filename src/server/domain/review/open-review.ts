import "server-only";
import { ownersToldAgain, reviewDeadlineDays, reviewReminderDays } from "../../../contracts/review";
import { activeHolders } from "../../db/queries/people";
import { takeReviewReminder } from "../../db/queries/review-sweep";
import { countLines, insertLines, openDueRound, peopleWithOpenTokens } from "../../db/queries/reviews";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { tellPeople } from "../message/tell-people";
import { transact } from "../transact";

/**
 * Opens a round of the review where one is due: a year, or less by Program Settings, after the last one or the first approval.
 * Of any number of sweeps one does, with its list of everything that lives, its record and its messages in one transaction.
 */
export async function openReview(context: ServiceContext): Promise<boolean> {
  return transact(context, async (inside) => {
    const round = await openDueRound(inside.db, reviewDeadlineDays);
    if (!round) return false;
    const lines = await insertLines(inside.db, round.id);
    await recordEvent(inside, {
      action: "review.opened",
      subjectId: round.id,
      details: { lines, deadline: round.deadlineAt.toISOString() },
    });
    if (lines === 0) return true;
    await tellDeciders(inside, "review_opened", { roundId: round.id, occasion: round.id });
    await tellOwners(inside, round.id, reviewDeadlineDays);
    return true;
  });
}

/** Reminds Security Admins 14, 7 and 1 days before the deadline while lines wait: each once, after a pause only the nearest. */
export async function remindOfReview(context: ServiceContext): Promise<boolean> {
  return transact(context, async (inside) => {
    const due = await takeReviewReminder(inside.db, reviewReminderDays);
    if (!due) return false;
    const { roundId, days } = due;
    if ((await countLines(inside.db, roundId)).unanswered === 0) return false;
    await tellDeciders(inside, "review_reminder", { roundId, days, occasion: `${roundId}/${days}` });
    if (days === ownersToldAgain) await tellOwners(inside, roundId, days);
    return true;
  });
}

async function tellDeciders(
  inside: ServiceContext,
  kind: "review_opened" | "review_reminder",
  { occasion, ...details }: { roundId: string; days?: number; occasion: string },
): Promise<void> {
  const deciders = await activeHolders(inside.db, "access_requests.decide");
  await tellPeople(inside, { kind, details, occasion }, deciders);
}

async function tellOwners(inside: ServiceContext, roundId: string, days: number): Promise<void> {
  const owners = await peopleWithOpenTokens(inside.db, roundId);
  const occasion = `${roundId}/${days}`;
  await tellPeople(inside, { kind: "review_owner", details: { roundId, days }, occasion }, owners);
}
