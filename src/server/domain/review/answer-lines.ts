import "server-only";
import { type AnsweredLine, answerLines, lockSubjects, standingOf } from "../../db/queries/review-lines";
import { lockAndRequire } from "../access/require-still";
import type { DeciderContext } from "../access-request/decide-access-request";
import { recordEvent } from "../audit/record-event";
import { DomainError } from "../errors";
import { endNetwork, endToken } from "../security-token/end-access";
import { transact } from "../transact";

export interface Answered {
  /** How many lines took this answer. */
  answered: number;
  /** Why others did not, a sentence each, as often as it came. */
  left: Array<{ why: string; lines: number }>;
}

/**
 * Keeps lines of the open review: who and when stand on record, one a line, in the same transaction. Guarantee: only what
 * lives, before the deadline, and never what one asked for oneself; of two answers the first wins, the second is told whose
 * came first. Throws where none took it.
 */
export async function keepLines(
  context: DeciderContext,
  input: { lineIds: readonly string[] },
): Promise<Answered> {
  return transact(context, async (inside) => {
    await lockAndRequire(inside, "access_requests.decide");
    await lockSubjects(inside.db, input.lineIds, "share");
    const { userId } = inside.actor;
    const kept = await answerLines(inside.db, { ...input, userId, answer: "kept" });
    for (const line of kept) await record(inside, line, "review.kept");
    return outcome(inside, input.lineIds, kept);
  });
}

/** Drops lines with a reason: each ends from this commit on, as if revoked. One's own may be dropped. Else as keepLines. */
export async function dropLines(
  context: DeciderContext,
  input: { lineIds: readonly string[]; reason: string },
): Promise<Answered> {
  return transact(context, async (inside) => {
    await lockAndRequire(inside, "access_requests.decide");
    await lockSubjects(inside.db, input.lineIds, "no key update");
    const { userId } = inside.actor;
    const dropped = await answerLines(inside.db, { ...input, userId, answer: "dropped" });
    for (const line of dropped) await record(inside, line, "review.dropped");
    for (const { networkId, roundId } of dropped) {
      if (networkId) await endNetwork(inside, networkId, { reason: "review_dropped", roundId });
    }
    for (const { networkId, tokenId, roundId } of dropped) {
      if (!networkId) await endToken(inside, tokenId, { reason: "review_dropped", roundId });
    }
    return outcome(inside, input.lineIds, dropped);
  });
}

const record = (
  inside: DeciderContext,
  { tokenId, networkId, roundId }: AnsweredLine,
  action: "review.kept" | "review.dropped",
) => recordEvent(inside, { action, tokenId, subjectId: networkId ?? tokenId, details: { roundId } });

/** What took the answer and what did not; where nothing did, the reason is the refusal. */
async function outcome(
  { db, actor }: DeciderContext,
  lineIds: readonly string[],
  taken: readonly AnsweredLine[],
): Promise<Answered> {
  const done = new Set(taken.map(({ id }) => id));
  const rest = [...new Set(lineIds)].filter((id) => !done.has(id));
  const standing = new Map((await standingOf(db, rest, actor.userId)).map((one) => [one.id, one]));
  const reasons = rest.map((id) => refusalOf(standing.get(id)));
  const first = reasons[0];
  if (taken.length === 0 && first) throw first;
  const counted = new Map<string, number>();
  for (const { message } of reasons) counted.set(message, (counted.get(message) ?? 0) + 1);
  return { answered: taken.length, left: [...counted].map(([why, lines]) => ({ why, lines })) };
}

function refusalOf(line: Awaited<ReturnType<typeof standingOf>>[number] | undefined): DomainError {
  if (!line) return new DomainError("not_found", "There is no such line in a review.");
  const { state, answeredBy, mine, over } = line;
  if (answeredBy) {
    return new DomainError("conflict", `${answeredBy} answered first: ${state}. The first answer stands.`);
  }
  if (over || state === "expired") {
    return new DomainError("conflict", "The review is over: what nobody answered in time expires.");
  }
  if (state === "ended")
    return new DomainError("conflict", "It has ended meanwhile; there is nothing to answer.");
  if (mine) {
    return new DomainError(
      "own_request",
      "You asked for this yourself: another Security Admin must keep it.",
    );
  }
  return new DomainError("conflict", "The line changed meanwhile. Try again.");
}
