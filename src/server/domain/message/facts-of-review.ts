import "server-only";
import type { MailFacts, OwnFacts } from "../../../contracts/mail-facts";
import type { MessageRow } from "../../db/queries/messages";
import { countLines, findRound, openTokensOf } from "../../db/queries/reviews";
import type { ServiceContext } from "../context";
import { pageUrl } from "./facts-of-person";

type ReviewKind = "review_opened" | "review_reminder" | "review_owner" | "review_closed";

/** What a mail about the yearly review says; null where its round is not there, or not closed yet. */
export async function reviewFacts(
  context: ServiceContext,
  { kind, details, recipientId }: MessageRow & { kind: ReviewKind },
): Promise<OwnFacts<Extract<MailFacts, { kind: ReviewKind }>> | null> {
  const { db } = context;
  const round = details?.roundId ? await findRound(db, details.roundId) : null;
  if (!round) return null;
  const { openedAt, deadlineAt, closedAt } = round;
  const url = pageUrl(context, kind === "review_closed" ? `/review?round=${round.id}` : "/review");
  if (kind === "review_owner") {
    return { kind, url, deadlineAt, tokens: await openTokensOf(db, round.id, recipientId) };
  }
  const { tokens, networks, unanswered, answers } = await countLines(db, round.id);
  const about = { url, openedAt, deadlineAt, tokens, networks };
  if (kind !== "review_closed") return { kind, ...about, unanswered };
  return closedAt && { kind, ...about, closedAt, answers };
}
