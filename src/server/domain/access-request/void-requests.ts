import "server-only";
import { voidOpenRequests } from "../../db/queries/access-requests";
import { holdsPermission } from "../../db/queries/people";
import { revokeUndisplayedTokens } from "../../db/queries/security-tokens";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";

/**
 * Voids the open requests, and ends the approved but undisplayed tokens, of those among these people who no longer
 * may ask (rule 5). Called inside the transaction that changed their roles or account, after it locked their rows.
 */
export async function voidRequestsOf(context: ServiceContext, userIds: readonly string[]): Promise<void> {
  const gone: string[] = [];
  for (const userId of userIds) {
    if (!(await holdsPermission(context.db, userId, "api_settings.manage"))) gone.push(userId);
  }
  if (gone.length === 0) return;
  for (const request of await voidOpenRequests(context.db, gone)) {
    await recordEvent(context, {
      action: "request.voided",
      tokenId: request.tokenId,
      accessRequestId: request.id,
    });
  }
  for (const token of await revokeUndisplayedTokens(context.db, gone)) {
    await recordEvent(context, {
      action: "token.revoked",
      tokenId: token.id,
      details: { reason: "requester_lost_role" },
    });
  }
}
