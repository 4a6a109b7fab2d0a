import "server-only";
import { deleteRoleRow, holdersOf } from "../../db/queries/roles";
import { voidRequestsAbout } from "../access-request/void-requests";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { changePeople } from "../user/change-people";
import { requireOwnRole } from "./role-errors";

/** Deletes a role that nobody holds; `conflict` for a built-in one or one that is held. */
export async function deleteRole(
  context: PermittedContext<"roles.manage">,
  input: { roleId: string },
): Promise<void> {
  await changePeople(
    context,
    "roles.manage",
    (inside) => holdersOf(inside.db, input.roleId),
    async (inside) => {
      const role = await requireOwnRole(inside, input.roleId);
      if (role.holders > 0) throw stillHeld(role.holders);
      await voidRequestsAbout(inside, role.id, ["role_permissions"], "role_deleted");
      await deleteRoleRow(inside.db, role.id);
      await recordEvent(inside, {
        action: "role.deleted",
        subjectId: role.id,
        details: { role: role.name, permissions: role.permissions },
      });
    },
  );
}

function stillHeld(holders: number): DomainError {
  const who = holders === 1 ? "One person holds" : `${holders} people hold`;
  return new DomainError("conflict", `${who} this role. Give them other roles first.`, { holders });
}
