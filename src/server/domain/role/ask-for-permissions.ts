import "server-only";
import { type Permission, permissions } from "../../../contracts/permissions";
import type { Person } from "../../db/queries/people";
import { peopleHolding } from "../../db/queries/roles";
import { sendRequest } from "../access-request/send-request";
import type { UserContext } from "../context";
import { requireReason, type Waiting } from "../user/security-grant";

export interface AskedPermissions {
  role: { id: string; name: string; permissions: Permission[] };
  add: Permission[];
  reason: string | undefined;
}

/** Asks every approver who does not hold the role themselves to add security permissions to it, as it stands now. */
export async function askForPermissions(
  context: UserContext,
  approvers: readonly Person[],
  { role, add, reason }: AskedPermissions,
): Promise<Waiting> {
  const heldBy = (await peopleHolding(context.db, role.id)).map(({ id, name }) => ({ id, name }));
  const words = add.map((one) => permissions[one].label);
  return sendRequest(
    context,
    {
      kind: "role_permissions",
      subjectId: role.id,
      purpose: `Let the role ${role.name}: ${words.join("; ")}`,
      reason: requireReason(reason),
      change: {
        kind: "role_permissions",
        role,
        add,
        holders: heldBy.length,
        heldBy,
      },
    },
    approvers.filter((one) => !heldBy.some((holder) => holder.id === one.id)),
  );
}
