import "server-only";
import { findUserById, lockUsers } from "../../db/queries/users";
import { requireStill } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { sendInvitation } from "./send-invitation";

/**
 * Mails a new invitation and voids the earlier one. Throws `conflict` where the person is not waiting for one,
 * `permission_missing` once one may no longer, and what sendInvitation throws.
 */
export async function resendInvitation(
  context: PermittedContext<"users.manage">,
  input: { userId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockUsers(inside.db, [context.actor.userId, input.userId]);
    await requireStill(inside, "users.manage");
    const user = await findUserById(inside.db, input.userId);
    if (user?.status !== "invited") {
      throw new DomainError("conflict", "This person is not waiting for an invitation.");
    }
    await sendInvitation(inside, user);
    await recordEvent(inside, { action: "user.invitation_resent", subjectId: user.id });
  });
}
