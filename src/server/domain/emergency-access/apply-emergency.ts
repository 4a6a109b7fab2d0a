import "server-only";
import { type DecidePermission, decidePermissions } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { isApproversOwn, openEmergency } from "../../db/queries/emergency-accesses";
import { activeHolders } from "../../db/queries/people";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { tellPeople } from "../message/tell-people";

/**
 * Opens what was approved, on the decision's transaction, and with it its review; everyone who decides about access is told
 * at once, by e-mail and notification. Refuses with own_request who invited the asker, gave them the role that sees
 * customers or put that permission into it: nobody approves a person of their own making.
 */
export async function applyEmergency(
  inside: PermittedContext<DecidePermission>,
  request: RequestRow["request"],
): Promise<void> {
  if (await isApproversOwn(inside.db, request.id)) {
    throw new DomainError(
      "own_request",
      "You invited this person, gave them the role that sees customers, or let that role see them. Somebody else must approve.",
    );
  }
  const { address, expiresAt } = await openEmergency(inside.db, request.id);
  await recordEvent(inside, {
    action: "emergency.started",
    accessRequestId: request.id,
    subjectId: request.requestedBy,
    details: { address, until: expiresAt.toISOString() },
  });
  await tellPeople(
    inside,
    {
      kind: "emergency_opened",
      accessRequestId: request.id,
      details: { address, at: expiresAt.toISOString() },
      occasion: request.id,
    },
    await activeHolders(inside.db, decidePermissions("break_glass"), request.requestedBy),
  );
}
