import "server-only";
import type { z } from "zod";
import type { changeRoleSchema } from "@/contracts/people";
import { findRoleIdByName, holdersOf, type RoleRow, rolesOf, updateRole } from "../../db/queries/roles";
import { findUserById } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { changePeople } from "../user/change-people";
import { requireOwnMailbox } from "../user/own-mailbox";
import { grantDetails, refuseOwnGain, securityOf } from "../user/security-grant";
import { nameTaken, requireOwnRole } from "./role-errors";

type Context = PermittedContext<"roles.manage">;
export type ChangeRoleInput = z.output<typeof changeRoleSchema>;

/**
 * Changes a role's words and permissions, in force for every holder from the commit on; all of them are locked first
 * (rule 1). Throws `conflict` for a built-in role, a name in use or a holder without a mailbox of their own,
 * `last_security_admin`, and `own_request` where one would gain a right over other people oneself.
 */
export async function changeRole(context: Context, input: ChangeRoleInput): Promise<void> {
  await changePeople(
    context,
    "roles.manage",
    (inside) => holdersOf(inside.db, input.roleId),
    (inside) => change(inside, input),
  );
}

async function change(inside: Context, { roleId, ...fields }: ChangeRoleInput): Promise<void> {
  const role = await requireOwnRole(inside, roleId);
  const sameName = await findRoleIdByName(inside.db, fields.name);
  if (sameName && sameName !== roleId) throw nameTaken(fields.name);
  const added = fields.permissions.filter((one) => !role.permissions.includes(one));
  const removed = role.permissions.filter((one) => !fields.permissions.includes(one));
  if (added.length > 0) await refuseGainByHolder(inside, role, added);
  await updateRole(inside.db, roleId, fields);
  if (securityOf(added).length > 0) await requireOwnMailboxes(inside, roleId);
  await recordEvent(inside, {
    action: "role.changed",
    subjectId: roleId,
    details: { role: fields.name, added, removed, holders: role.holders, ...grantDetails(added) },
  });
}

async function requireOwnMailboxes(inside: Context, roleId: string): Promise<void> {
  const holders = await Promise.all(
    (await holdersOf(inside.db, roleId)).map((id) => findUserById(inside.db, id)),
  );
  await requireOwnMailbox(
    inside,
    holders.filter((holder) => holder !== null),
  );
}

async function refuseGainByHolder(
  inside: Context,
  role: RoleRow,
  added: RoleRow["permissions"],
): Promise<void> {
  const mine = await rolesOf(inside.db, inside.actor.userId);
  if (!mine.some((one) => one.id === role.id)) return;
  const had = new Set(mine.flatMap((one) => one.permissions));
  refuseOwnGain(added.filter((permission) => !had.has(permission)));
}
