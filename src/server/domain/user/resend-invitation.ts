import "server-only";
import { findUserById, lockUsers } from "../../db/queries/users";
import { requireStill } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import { type PermittedContext, within } from "../context";
import { DomainError } from "../errors";
import { sendInvitation } from "./send-invitation";

/**
 * Mails a new invitation and voids the earlier one. Throws `conflict` where the person is not waiting for one,
 * `permission_missing` once one may no longer, and what sendInvitation throws.
 */
export async function resendInvitation(
  context: PermittedContext<"users.manage">,
  input: { userId: string },
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const inside = within(context, tx);
    await lockUsers(tx, [context.actor.userId, input.userId]);
    await requireStill(inside, "users.manage");
    const user = await findUserById(tx, input.userId);
    if (user?.status !== "invited") {
      throw new DomainError("conflict", "This person is not waiting for an invitation.");
    }
    await sendInvitation(inside, user);
    await recordEvent(inside, { action: "user.invitation_resent", subjectId: user.id });
  });
}
