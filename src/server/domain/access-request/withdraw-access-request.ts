import "server-only";
import { withdrawOpenRequest } from "../../db/queries/access-requests";
import { lockPeopleForShare } from "../../db/queries/people";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { requireOpen, requireRequest } from "./open-request";

/** Takes back one's own open request. One outcome wins, whatever races; its codes are worthless from this commit on. */
export async function withdrawAccessRequest(
  context: UserContext,
  input: { requestId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    // One's own row first, as role and account changes do: they void requests after it.
    await lockPeopleForShare(inside.db, [context.actor.userId]);
    const row = await requireRequest(inside, input.requestId);
    if (row.request.requestedBy !== context.actor.userId) {
      throw new DomainError("permission_missing", "Only the person who asked can withdraw a request.");
    }
    if (!(await withdrawOpenRequest(inside.db, input.requestId, context.actor.userId, context.clientIp))) {
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
