import "server-only";
import { findUserById, lockUsers } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import { type PermittedContext, within } from "../context";
import { DomainError } from "../errors";
import { sendInvitation } from "./send-invitation";

/** Mails a new invitation and voids the earlier one; `conflict` where the person is not waiting for one. */
export async function resendInvitation(
  context: PermittedContext<"users.manage">,
  input: { userId: string },
): Promise<void> {
  await context.db.transaction(async (tx) => {
    await lockUsers(tx, [input.userId]);
    const user = await findUserById(tx, input.userId);
    if (user?.status !== "invited") {
      throw new DomainError("conflict", "This person is not waiting for an invitation.");
    }
    const inside = within(context, tx);
    await sendInvitation(inside, user);
    await recordEvent(inside, { action: "user.invitation_resent", subjectId: user.id });
  });
}
