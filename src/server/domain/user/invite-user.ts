import "server-only";
import type { z } from "zod";
import type { inviteUserSchema } from "@/contracts/people";
import { grantRoles } from "../../db/queries/roles";
import { insertUser } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { changePeople } from "./change-people";
import { namesOf, requireRoles } from "./find-roles";
import { requireOwnMailbox } from "./own-mailbox";
import { grantDetails } from "./security-grant";
import { sendInvitation } from "./send-invitation";

export type InviteUserInput = z.output<typeof inviteUserSchema>;

/**
 * Adds a person with roles, and mails them a single-use link to choose their own password; nobody else ever knows it
 * (ASVS 6.4.1). Throws `conflict` where the e-mail address is taken or its mailbox is the actor's or a decider's, `not_found` for an unknown role.
 */
export async function inviteUser(
  context: PermittedContext<"users.manage">,
  input: InviteUserInput,
): Promise<{ userId: string }> {
  return changePeople(
    context,
    "users.manage",
    async () => [],
    async (inside) => {
      const roles = await requireRoles(inside, input.roleIds);
      const { name, email } = input;
      const userId = await insertUser(inside.db, { name, email, status: "invited" });
      if (!userId) throw new DomainError("conflict", `${email} is somebody here already.`);
      await grantRoles(inside.db, userId, input.roleIds, inside.actor.userId);
      await requireOwnMailbox(inside, [{ id: userId, email }]);
      await sendInvitation(inside, { id: userId, email });
      const gained = roles.flatMap((role) => role.permissions);
      await recordEvent(inside, {
        action: "user.invited",
        subjectId: userId,
        details: { roles: namesOf(roles), ...grantDetails(gained) },
      });
      return { userId };
    },
  );
}
