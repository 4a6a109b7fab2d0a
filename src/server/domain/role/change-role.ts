import "server-only";
import type { z } from "zod";
import type { changeRoleSchema } from "@/contracts/people";
import type { Person } from "../../db/queries/people";
import {
  findRoleIdByName,
  holdersOf,
  peopleHolding,
  type RoleRow,
  rolesOf,
  updateRole,
} from "../../db/queries/roles";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { changePeopleAsking } from "../user/change-people-asking";
import { requireOwnMailbox } from "../user/require-own-mailbox";
import { requireProofOver } from "../user/require-proof-over";
import { refuseOwnGain, securityOf, type Waiting } from "../user/security-grant";
import { askForPermissions } from "./ask-for-permissions";
import { nameTaken, requireOwnRole } from "./role-errors";

type Context = PermittedContext<"roles.manage">;
export type ChangeRoleInput = z.output<typeof changeRoleSchema>;

/**
 * Changes a role's words and permissions, in force for every holder from the commit on; all of them are locked first
 * (rule 1). Security permissions that are added are asked for, of the Security Admins. Throws `conflict` for a built-in role,
 * a name in use or a holder without a mailbox of their own, `last_security_admin`, `own_request` where one would gain a right
 * over other people oneself, `proof_required` as requireProofOver says where holders lose a security permission, and what
 * sendRequest throws.
 */
export async function changeRole(
  context: Context,
  input: ChangeRoleInput,
): Promise<{ waiting: Waiting | null }> {
  return changePeopleAsking(
    context,
    "roles.manage",
    (inside) => holdersOf(inside.db, input.roleId),
    (inside, approvers) => change(inside, approvers, input),
  );
}

async function change(
  inside: Context,
  approvers: readonly Person[],
  { roleId, reason, ...fields }: ChangeRoleInput,
): Promise<{ waiting: Waiting | null }> {
  const role = await requireOwnRole(inside, roleId);
  const sameName = await findRoleIdByName(inside.db, fields.name);
  if (sameName && sameName !== roleId) throw nameTaken(fields.name);
  const added = fields.permissions.filter((one) => !role.permissions.includes(one));
  if (added.length > 0) await refuseGainByHolder(inside, role, added);
  const removed = role.permissions.filter((one) => !fields.permissions.includes(one));
  requireProofOver(inside, role.holders > 0 && securityOf(removed).length > 0, "take that from them");
  const asked = securityOf(added);
  const permissions = fields.permissions.filter((one) => !asked.includes(one));
  await updateRole(inside.db, roleId, { ...fields, permissions });
  await recordEvent(inside, {
    action: "role.changed",
    subjectId: roleId,
    details: {
      role: fields.name,
      added: added.filter((one) => !asked.includes(one)),
      removed,
      asked,
      holders: role.holders,
    },
  });
  if (asked.length === 0) return { waiting: null };
  await requireOwnMailbox(inside, await peopleHolding(inside.db, roleId), { willDecide: true });
  const now = { id: roleId, name: fields.name, permissions };
  return { waiting: await askForPermissions(inside, approvers, { role: now, add: asked, reason }) };
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
