import "server-only";
import { decidePermissions } from "../../../contracts/request-kinds";
import { endEmergencies, findEmergency } from "../../db/queries/emergency-accesses";
import { lockPeopleForShare } from "../../db/queries/people";
import { requireAnyPermission } from "../access/require-permission";
import { requireStill } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import { recordRefusal } from "../audit/record-refusal";
import type { ServiceContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/**
 * Ends an emergency access from the commit on: one's own, or anybody's for who decides about access. Its review stays open.
 * Throws not_found, and conflict where it is over.
 */
export async function endEmergency(context: UserContext, input: { requestId: string }): Promise<void> {
  const found = await findEmergency(context.db, input.requestId);
  if (!found) throw new DomainError("not_found", "There is no such emergency access.");
  const { userId } = context.actor;
  const own = found.userId === userId;
  const either = decidePermissions("break_glass");
  if (!own) {
    await recordRefusal(context, "emergencyAccess.end", async () => requireAnyPermission(context, either));
  }
  await transact(context, async (inside) => {
    await lockPeopleForShare(inside.db, [userId]);
    if (!own) await requireStill(inside, either);
    const ended = await endEmergencies(inside.db, input, userId);
    if (ended.length === 0) throw new DomainError("conflict", "This emergency access is over already.");
    await recordEnded(inside, ended, own ? "ended_by_its_person" : "ended_by_another");
  });
}

/**
 * Ends what this person has open, where their account or roles changed so that they could ask for none; on the
 * transaction that changed them.
 */
export async function endEmergenciesOf(context: ServiceContext, userId: string): Promise<void> {
  const by = context.actor.kind === "user" ? context.actor.userId : userId;
  await recordEnded(context, await endEmergencies(context.db, { userId }, by), "person_lost_access");
}

async function recordEnded(
  context: ServiceContext,
  ended: Awaited<ReturnType<typeof endEmergencies>>,
  reason: string,
): Promise<void> {
  for (const { requestId, userId } of ended) {
    await recordEvent(context, {
      action: "emergency.ended",
      accessRequestId: requestId,
      subjectId: userId,
      details: { reason },
    });
  }
}
