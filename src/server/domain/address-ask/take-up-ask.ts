import "server-only";
import { findAsk, takeUpAsk } from "../../db/queries/address-asks";
import type { UserContext } from "../context";
import { DomainError } from "../errors";

/**
 * Answers an ask with a request, on the transaction that sent it. Guarantee: only where one of the request's networks holds
 * the address asked for; else the ask goes on waiting. Throws `conflict` where somebody answered it already.
 */
export async function takeUpAskWith(
  { db, actor }: UserContext,
  { askId, requestId }: { askId: string | undefined; requestId: string },
): Promise<void> {
  if (!askId || (await takeUpAsk(db, askId, actor.userId, requestId))) return;
  const ask = await findAsk(db, askId);
  if (ask && ask.answeredAt === null) return;
  throw new DomainError("conflict", "Somebody answered this wish for an address already. Reload the page.");
}
