import "server-only";
import { listRoleRows, type RoleRow } from "../../db/queries/roles";
import type { PermittedContext } from "../context";

/** Every role with its permissions and the number of its holders, the built-in ones first. */
export function listRoles({ db }: PermittedContext<"users.view">): Promise<RoleRow[]> {
  return listRoleRows(db);
}
