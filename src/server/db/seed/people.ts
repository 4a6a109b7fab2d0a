import "server-only";
import { hash } from "@node-rs/argon2";
import { demonstrationPassword, demonstrationPeople } from "../../../contracts/demonstration";
import { builtInRoles } from "../../../contracts/permissions";
import type { Executor } from "../client";
import { grantRoles, insertRole, listRoleRows } from "../queries/roles";
import { insertUser } from "../queries/users";

/** Makes the roles that every installation starts with; gives their ids by name. */
export async function seedBuiltInRoles(db: Executor): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const role of builtInRoles) {
    ids.set(role.name, await insertRole(db, { ...role, builtIn: true }));
  }
  return ids;
}

/** Makes the demonstration's people, active, with its printed password (Argon2id, the library's defaults are OWASP's). */
export async function createDemonstrationPeople(db: Executor): Promise<void> {
  const roles = new Map((await listRoleRows(db)).map((role) => [role.name, role.id]));
  const hashes = await Promise.all(demonstrationPeople.map(() => hash(demonstrationPassword)));
  for (const [index, { name, email, role }] of demonstrationPeople.entries()) {
    const userId = await insertUser(db, { name, email, status: "active", passwordHash: hashes[index] });
    const roleId = roles.get(role);
    if (!userId || !roleId) throw new Error(`${name} could not be made as ${role}.`);
    await grantRoles(db, userId, [roleId], null);
  }
}
