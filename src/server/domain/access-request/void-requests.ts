import "server-only";
import {
  askPermission,
  type ChangeRequestKind,
  type RequestKind,
  requestKinds,
} from "../../../contracts/request-kinds";
import { voidOpenRequests } from "../../db/queries/access-requests";
import { insertNotifications } from "../../db/queries/notifications";
import { holdsPermission, isActive } from "../../db/queries/people";
import { revokeUndisplayedTokens, undisplayedGrants } from "../../db/queries/security-tokens";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { endEmergenciesOf } from "../emergency-access/end-emergency";

/**
 * Voids the open requests of those among these people who no longer may ask for them, and ends the approved but
 * undisplayed tokens and further secrets of who may ask for none (rule 5). Called inside the transaction that changed their
 * roles or account, after it locked their rows.
 */
export async function voidRequestsOf(context: ServiceContext, userIds: readonly string[]): Promise<void> {
  for (const requesterId of userIds) {
    const kinds = await kindsOutOfReach(context, requesterId);
    await recordVoided(
      context,
      await voidOpenRequests(context.db, { requesterId, kinds }),
      "requester_lost_role",
    );
    if (kinds.includes("break_glass")) await endEmergenciesOf(context, requesterId);
    if (!kinds.includes("new_token")) continue;
    for (const token of await revokeUndisplayedTokens(context.db, requesterId)) {
      await recordEvent(context, {
        action: "token.revoked",
        tokenId: token.id,
        details: { reason: "requester_lost_role" },
      });
      await voidRequestsFor(context, token.id);
    }
    await recordVoided(context, await undisplayedGrants(context.db, requesterId), "requester_lost_role");
  }
}

/** Voids what is open for a token that has ended: nothing could be granted any more. */
export async function voidRequestsFor(context: ServiceContext, tokenId: string): Promise<void> {
  await recordVoided(context, await voidOpenRequests(context.db, { tokenId }), "token_ended");
}

/** Voids what is open about a person or a role of which it cannot come true any more. */
export async function voidRequestsAbout(
  context: ServiceContext,
  subjectId: string,
  kinds: readonly ChangeRequestKind[],
  reason: string,
): Promise<void> {
  await recordVoided(context, await voidOpenRequests(context.db, { subjectId, kinds }), reason);
}

async function kindsOutOfReach({ db }: ServiceContext, userId: string): Promise<RequestKind[]> {
  const kinds: RequestKind[] = [];
  for (const kind of requestKinds) {
    const permission = askPermission[kind];
    const may = permission ? await holdsPermission(db, userId, permission) : await isActive(db, userId);
    if (!may) kinds.push(kind);
  }
  return kinds;
}

async function recordVoided(
  context: ServiceContext,
  voided: Awaited<ReturnType<typeof voidOpenRequests>>,
  reason: string,
): Promise<void> {
  for (const { id, tokenId } of voided) {
    await recordEvent(context, {
      action: "request.voided",
      tokenId,
      accessRequestId: id,
      details: { reason },
    });
  }
  await insertNotifications(
    context.db,
    voided.map(({ id, requestedBy }) => ({
      userId: requestedBy,
      kind: "request_voided" as const,
      accessRequestId: id,
    })),
  );
}
