import "server-only";
import type { RefusedProcedure } from "../../../contracts/procedure-words";
import { type ListReviewInput, reviewPageSize } from "../../../contracts/review";
import { lastKept, listLines, ownersIn, waitingIn } from "../../db/queries/review-lines";
import { countLines, findRound, latestRounds, nextRoundAt, type RoundRow } from "../../db/queries/reviews";
import { recordRefusal } from "../audit/record-refusal";
import type { ServiceContext, UserContext } from "../context";
import { DomainError } from "../errors";

const mostRounds = 20;

/** Refuses who neither decides about access nor looks after tokens; on record as `what`. */
async function requireSight(context: UserContext, what: RefusedProcedure): Promise<void> {
  await recordRefusal(context, what, async () => {
    const { permissions } = context.actor;
    if (permissions.has("access_requests.decide") || permissions.has("api_settings.manage")) return;
    throw new DomainError("permission_missing", "Your roles do not include the yearly review.", {
      permission: "access_requests.decide",
    });
  });
}

/** One round with its progress (the open one, else the last one, else none), every round there was, and when the next one opens. */
export async function showReview(context: UserContext, { roundId }: { roundId: string | null }) {
  await requireSight(context, "reviews.show");
  const { db, actor } = context;
  const rounds = await Promise.all(
    (await latestRounds(db, mostRounds)).map((round) => counted(context, round)),
  );
  const asked = roundId && !rounds.some(({ id }) => id === roundId) ? await findRound(db, roundId) : null;
  const round = roundId
    ? (rounds.find(({ id }) => id === roundId) ?? (asked && (await counted(context, asked))))
    : (rounds[0] ?? null);
  if (roundId && !round) throw new DomainError("not_found", "There is no such review.");
  return {
    round,
    rounds,
    owners: round ? await ownersIn(db, round.id) : [],
    nextAt: await nextRoundAt(db),
    mayAnswer: actor.permissions.has("access_requests.decide"),
  };
}

const counted = async ({ db }: ServiceContext, round: RoundRow) => ({
  ...round,
  counts: await countLines(db, round.id),
});

/** A page of a round's lines with how each is used; the next page begins after its last position. */
export async function listReviewLines(context: UserContext, input: ListReviewInput) {
  await requireSight(context, "reviews.lines");
  const found = await listLines(context.db, input, {
    userId: context.actor.userId,
    most: reviewPageSize + 1,
  });
  const lines = found.slice(0, reviewPageSize);
  return { lines, nextAfter: found.length > reviewPageSize ? (lines.at(-1)?.position ?? null) : null };
}

/** The open round with its progress, for who may see it; null where none is open. */
export async function openRound(context: UserContext) {
  await requireSight(context, "reviews.open");
  const [round] = await latestRounds(context.db, 1);
  return round && !round.closedAt ? counted(context, round) : null;
}

/** Who kept a token last, the open round that it waits in, and by when it is looked at next. */
export async function reviewOfToken({ db }: ServiceContext, tokenId: string) {
  const [kept, open] = [await lastKept(db, tokenId), await waitingIn(db, tokenId)];
  return { kept, open, nextAt: await nextRoundAt(db) };
}
