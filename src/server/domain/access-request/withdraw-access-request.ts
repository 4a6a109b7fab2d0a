import "server-only";
import { withdrawOpenRequest } from "../../db/queries/access-requests";
import { recordEvent } from "../audit/record-event";
import { type UserContext, within } from "../context";
import { DomainError } from "../errors";
import { requireOpen, requireRequest } from "./open-request";

/** Takes back one's own open request. One outcome wins, whatever races; its codes are worthless from this commit on. */
export async function withdrawAccessRequest(
  context: UserContext,
  input: { requestId: string },
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const inside = within(context, tx);
    const row = await requireRequest(inside, input.requestId);
    if (row.request.requestedBy !== context.actor.userId) {
      throw new DomainError("permission_missing", "Only the person who asked can withdraw a request.");
    }
    if (!(await withdrawOpenRequest(tx, input.requestId, context.actor.userId, context.clientIp))) {
      requireOpen(await requireRequest(inside, input.requestId));
      throw new DomainError("conflict", "The request changed meanwhile. Reload the page.");
    }
    await recordEvent(inside, {
      action: "request.withdrawn",
      tokenId: row.request.tokenId,
      accessRequestId: row.request.id,
    });
  });
}
