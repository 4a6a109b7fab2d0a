import "server-only";
import { grantRoles, type RoleRow, rolesOf, withdrawRoles } from "../../db/queries/roles";
import { findUserById } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { changePeople } from "./change-people";
import { namesOf, requireRoles } from "./find-roles";
import { requireOwnMailbox } from "./own-mailbox";
import { grantDetails, refuseOwnGain, securityOf } from "./security-grant";

type Context = PermittedContext<"users.manage">;

/**
 * Gives a person exactly these roles, in force from the commit on. Throws `last_security_admin` or `conflict` where nobody
 * would be left who decides or manages users or where a security permission would come to a mailbox that another of them
 * reads, `own_request` where one would gain a right over other people oneself.
 */
export async function assignRoles(
  context: Context,
  input: { userId: string; roleIds: string[] },
): Promise<void> {
  await changePeople(
    context,
    "users.manage",
    async () => [input.userId],
    (inside) => assign(inside, input),
  );
}

async function assign(
  inside: Context,
  { userId, roleIds }: { userId: string; roleIds: string[] },
): Promise<void> {
  const user = await findUserById(inside.db, userId);
  if (!user) throw new DomainError("not_found", "There is no such person.");
  const before = await rolesOf(inside.db, userId);
  const after = await requireRoles(inside, roleIds);
  const added = without(after, before);
  const removed = without(before, after);
  if (added.length + removed.length === 0) return;
  const had = new Set(before.flatMap((role) => role.permissions));
  const gained = added.flatMap((role) => role.permissions).filter((permission) => !had.has(permission));
  if (userId === inside.actor.userId) refuseOwnGain(gained);
  await withdrawRoles(
    inside.db,
    userId,
    removed.map((role) => role.id),
  );
  await grantRoles(
    inside.db,
    userId,
    added.map((role) => role.id),
    inside.actor.userId,
  );
  if (securityOf(gained).length > 0) await requireOwnMailbox(inside, [user]);
  await recordEvent(inside, {
    action: "user.roles_changed",
    subjectId: userId,
    details: { added: namesOf(added), removed: namesOf(removed), ...grantDetails(gained) },
  });
}

function without(list: RoleRow[], others: RoleRow[]): RoleRow[] {
  const ids = new Set(others.map((role) => role.id));
  return list.filter((role) => !ids.has(role.id));
}
