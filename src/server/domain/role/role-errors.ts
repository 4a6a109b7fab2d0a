import "server-only";
import { findRoles, type RoleRow } from "../../db/queries/roles";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

export function nameTaken(name: string): DomainError {
  return new DomainError("conflict", `There is a role named "${name}" already.`);
}

/** The role behind the id, which is one that people made: the built-in ones stay as they are. */
export async function requireOwnRole({ db }: ServiceContext, roleId: string): Promise<RoleRow> {
  const [role] = await findRoles(db, [roleId]);
  if (!role) throw new DomainError("not_found", "There is no such role.");
  if (role.builtIn) {
    throw new DomainError(
      "conflict",
      `${role.name} is built in and stays as it is. Create a role of your own instead.`,
    );
  }
  return role;
}
