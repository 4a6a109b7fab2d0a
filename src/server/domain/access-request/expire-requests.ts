import "server-only";
import { expireLapsedRequests } from "../../db/queries/lapsed";
import { insertNotifications } from "../../db/queries/notifications";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { transact } from "../transact";

/**
 * Lets pending requests lapse, one or all whose time is over: each once, with its record and a
 * notification to its requester, in one transaction. A decision that came first stands. Returns how many lapsed.
 */
export async function expireRequests(
  context: ServiceContext,
  { requestId }: { requestId?: string } = {},
): Promise<number> {
  return transact(context, async (inside) => {
    const lapsed = await expireLapsedRequests(inside.db, requestId);
    await insertNotifications(
      inside.db,
      lapsed.map(({ id, requestedBy }) => ({
        userId: requestedBy,
        kind: "request_expired" as const,
        accessRequestId: id,
      })),
    );
    for (const { id, tokenId } of lapsed) {
      await recordEvent(inside, { action: "request.expired", accessRequestId: id, tokenId });
    }
    return lapsed.length;
  });
}
