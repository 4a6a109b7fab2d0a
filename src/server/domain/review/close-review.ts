import "server-only";
import { activeHolders } from "../../db/queries/people";
import {
  closeAnsweredRound,
  type ExpiredLine,
  expireLines,
  lockOpenRound,
  lockUnanswered,
  markEndedLines,
} from "../../db/queries/review-sweep";
import { countLines, peopleWhoLost } from "../../db/queries/reviews";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { eachDue } from "../message/each-due";
import { tellPeople } from "../message/tell-people";
import { endNetwork, endToken } from "../security-token/end-access";

/** Lines of one transaction: few enough that nobody waits long for their tokens. */
const batch = { expired: 25, ended: 500 };

/**
 * Brings the open round to its end: notes what ended by itself; from the deadline on ends what nobody attested; closes the
 * round once every line has its answer. Guarantee: batch by batch, each all or nothing, so that a killed sweep or several at
 * once leave nothing half done and nothing done twice; an answer that came first stands.
 */
export async function closeReview(context: ServiceContext): Promise<number> {
  return eachDue(context, async (inside) => {
    const round = await lockOpenRound(inside.db);
    if (!round) return 0;
    const ended = await markEndedLines(inside.db, round.id, batch.ended);
    if (ended > 0) return ended;
    const lineIds = round.over ? await lockUnanswered(inside.db, round.id, batch.expired) : [];
    if (lineIds.length > 0) return expire(inside, round.id, lineIds);
    if (await closeAnsweredRound(inside.db, round.id)) await tellOfEnd(inside, round.id);
    return 0;
  });
}

async function expire(inside: ServiceContext, roundId: string, lineIds: readonly string[]): Promise<number> {
  for (const line of await expireLines(inside.db, lineIds)) await endUnattested(inside, roundId, line);
  return lineIds.length;
}

async function endUnattested(inside: ServiceContext, roundId: string, line: ExpiredLine): Promise<void> {
  const { tokenId, networkId } = line;
  await recordEvent(inside, {
    action: "review.expired",
    tokenId,
    subjectId: networkId ?? tokenId,
    details: { roundId },
  });
  const why = { reason: "not_attested", roundId };
  if (networkId) await endNetwork(inside, networkId, why);
  else await endToken(inside, tokenId, why);
}

/** Tells every Security Admin, and who looks after what was lost. */
async function tellOfEnd(inside: ServiceContext, roundId: string): Promise<void> {
  const { tokens, networks, answers } = await countLines(inside.db, roundId);
  await recordEvent(inside, { action: "review.closed", subjectId: roundId, details: { ...answers } });
  if (tokens + networks === 0) return;
  const deciders = await activeHolders(inside.db, "access_requests.decide");
  const losers = await peopleWhoLost(inside.db, roundId);
  await tellPeople(inside, { kind: "review_closed", details: { roundId }, occasion: roundId }, [
    ...deciders,
    ...losers,
  ]);
}
