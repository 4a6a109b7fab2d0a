import "server-only";
import type { z } from "zod";
import type { createRoleSchema } from "@/contracts/people";
import { findRoleIdByName, insertRole } from "../../db/queries/roles";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { changePeopleAsking } from "../user/change-people-asking";
import { securityOf, type Waiting } from "../user/security-grant";
import { askForPermissions } from "./ask-for-permissions";
import { nameTaken } from "./role-errors";

export type CreateRoleInput = z.output<typeof createRoleSchema>;

/**
 * Makes a user role from a list of permissions; it gives nobody anything until it is assigned. Security permissions are
 * asked for, of the Security Admins; the role is there without them. `conflict` for a name in use; what sendRequest throws.
 */
export async function createRole(
  context: PermittedContext<"roles.manage">,
  input: CreateRoleInput,
): Promise<{ roleId: string; waiting: Waiting | null }> {
  return changePeopleAsking(
    context,
    "roles.manage",
    async () => [],
    async (inside, approvers) => {
      const { reason, ...fields } = input;
      if (await findRoleIdByName(inside.db, fields.name)) throw nameTaken(fields.name);
      const add = securityOf(fields.permissions);
      const permissions = fields.permissions.filter((one) => !add.includes(one));
      const roleId = await insertRole(inside.db, { ...fields, permissions, builtIn: false });
      await recordEvent(inside, {
        action: "role.created",
        subjectId: roleId,
        details: { role: fields.name, permissions, asked: add },
      });
      const role = { id: roleId, name: fields.name, permissions };
      const waiting =
        add.length > 0 ? await askForPermissions(inside, approvers, { role, add, reason }) : null;
      return { roleId, waiting };
    },
  );
}
