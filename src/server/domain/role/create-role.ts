import "server-only";
import type { RoleFields } from "@/contracts/people";
import { findRoleIdByName, insertRole } from "../../db/queries/roles";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { changePeople } from "../user/change-people";
import { nameTaken } from "./role-errors";

/** Makes a user role from a list of permissions; it gives nobody anything until it is assigned. `conflict` for a name in use. */
export async function createRole(
  context: PermittedContext<"roles.manage">,
  input: RoleFields,
): Promise<{ roleId: string }> {
  return changePeople(
    context,
    "roles.manage",
    async () => [],
    async (inside) => {
      if (await findRoleIdByName(inside.db, input.name)) throw nameTaken(input.name);
      const roleId = await insertRole(inside.db, { ...input, builtIn: false });
      await recordEvent(inside, {
        action: "role.created",
        subjectId: roleId,
        details: { role: input.name, permissions: input.permissions },
      });
      return { roleId };
    },
  );
}
