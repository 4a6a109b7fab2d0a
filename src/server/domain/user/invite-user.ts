import "server-only";
import type { z } from "zod";
import type { inviteUserSchema } from "@/contracts/people";
import type { Person } from "../../db/queries/people";
import { grantRoles } from "../../db/queries/roles";
import { insertUser } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { askForRoles } from "./ask-for-roles";
import { changePeopleAsking } from "./change-people-asking";
import { requireOwnMailbox } from "./require-own-mailbox";
import { namesOf, requireRoles } from "./require-roles";
import { securityRoles, type Waiting } from "./security-grant";
import { sendInvitation } from "./send-invitation";

type Context = PermittedContext<"users.manage">;
export type InviteUserInput = z.output<typeof inviteUserSchema>;

/**
 * Adds a person with roles, and mails them a single-use link to choose their own password; nobody else ever knows it
 * (ASVS 6.4.1). Roles that hold a security permission are asked for instead, of the Security Admins. Throws `conflict`
 * where the e-mail address is taken or its mailbox is the actor's or a decider's, `not_found` for an unknown role, and what
 * sendRequest throws.
 */
export async function inviteUser(
  context: Context,
  input: InviteUserInput,
): Promise<{ userId: string; waiting: Waiting | null }> {
  return changePeopleAsking(
    context,
    "users.manage",
    async () => [],
    (inside, approvers) => invite(inside, approvers, input),
  );
}

async function invite(inside: Context, approvers: readonly Person[], input: InviteUserInput) {
  const roles = await requireRoles(inside, input.roleIds);
  const asked = securityRoles(roles);
  const given = roles.filter((role) => !asked.includes(role));
  const { name, email, reason } = input;
  const userId = await insertUser(inside.db, { name, email, status: "invited" });
  if (!userId) throw new DomainError("conflict", `${email} is somebody here already.`);
  await grantRoles(
    inside.db,
    userId,
    given.map((role) => role.id),
    inside.actor.userId,
  );
  const person = { id: userId, name, email };
  await requireOwnMailbox(inside, [person], { willDecide: asked.length > 0 });
  await sendInvitation(inside, person);
  await recordEvent(inside, {
    action: "user.invited",
    subjectId: userId,
    details: { roles: namesOf(given), asked: namesOf(asked) },
  });
  const waiting =
    asked.length > 0 ? await askForRoles(inside, approvers, { person, roles: asked, reason }) : null;
  return { userId, waiting };
}
