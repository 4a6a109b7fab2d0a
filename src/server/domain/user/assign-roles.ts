import "server-only";
import type { Permission } from "@/contracts/permissions";
import type { Person } from "../../db/queries/people";
import { grantRoles, type RoleRow, rolesOf, withdrawRoles } from "../../db/queries/roles";
import { findUserById, type UserForSignIn } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { askForRoles } from "./ask-for-roles";
import { changePeopleAsking } from "./change-people-asking";
import { requireOwnMailbox } from "./require-own-mailbox";
import { requireProofOver } from "./require-proof-over";
import { namesOf, requireRoles } from "./require-roles";
import { refuseOwnGain, securityOf, type Waiting } from "./security-grant";
import { tellRolesChanged } from "./tell-roles-changed";

type Context = PermittedContext<"users.manage">;

export interface AssignRolesInput {
  userId: string;
  roleIds: string[];
  reason?: string | undefined;
}

/**
 * Gives a person exactly these roles, in force from the commit on; a role that would bring them a security permission is
 * asked for instead, of the Security Admins. Throws `last_security_admin` or `conflict` where nobody would be left who
 * decides or manages users or where a mailbox is not its person's own, `own_request` where one would gain a right over other
 * people oneself, `proof_required` as requireProofOver says where they lose a security permission, and what sendRequest throws.
 */
export async function assignRoles(
  context: Context,
  input: AssignRolesInput,
): Promise<{ waiting: Waiting | null }> {
  return changePeopleAsking(
    context,
    "users.manage",
    async () => [input.userId],
    (inside, approvers) => assign(inside, approvers, input),
  );
}

async function assign(inside: Context, approvers: readonly Person[], input: AssignRolesInput) {
  const user = await findUserById(inside.db, input.userId);
  if (!user) throw new DomainError("not_found", "There is no such person.");
  const before = await rolesOf(inside.db, user.id);
  const after = await requireRoles(inside, input.roleIds);
  const added = without(after, before);
  const had = new Set(before.flatMap((role) => role.permissions));
  if (user.id === inside.actor.userId) refuseOwnGain(gainedBy(added, had));
  const kept = new Set(after.flatMap((role) => role.permissions));
  const lost = securityOf(had).some((permission) => !kept.has(permission));
  requireProofOver(inside, lost, "take that from them");
  const asked = added.filter((role) => securityOf(gainedBy([role], had)).length > 0);
  await change(inside, user, without(added, asked), without(before, after));
  if (asked.length === 0) return { waiting: null };
  if (user.status === "disabled") {
    throw new DomainError("conflict", `${user.name} is disabled. Enable them before you ask for this.`);
  }
  await requireOwnMailbox(inside, [user], { willDecide: true });
  const { reason } = input;
  return { waiting: await askForRoles(inside, approvers, { person: user, roles: asked, reason }) };
}

/** What needs nobody's approval: in force at once, recorded, and told to the person. */
async function change(inside: Context, user: UserForSignIn, added: RoleRow[], removed: RoleRow[]) {
  if (added.length + removed.length === 0) return;
  // In this order: what a role brings that another one brought until now is no gain, which the database looks at too.
  await grantRoles(
    inside.db,
    user.id,
    added.map((role) => role.id),
    inside.actor.userId,
  );
  await withdrawRoles(
    inside.db,
    user.id,
    removed.map((role) => role.id),
  );
  const names = { added: namesOf(added), removed: namesOf(removed) };
  await recordEvent(inside, { action: "user.roles_changed", subjectId: user.id, details: names });
  await tellRolesChanged(inside, user, names);
}

const gainedBy = (added: readonly RoleRow[], had: ReadonlySet<Permission>): Permission[] =>
  added.flatMap((role) => role.permissions).filter((permission) => !had.has(permission));

function without(list: RoleRow[], others: RoleRow[]): RoleRow[] {
  const ids = new Set(others.map((role) => role.id));
  return list.filter((role) => !ids.has(role.id));
}
