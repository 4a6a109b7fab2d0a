import "server-only";
import { listRoleRows } from "../../db/queries/roles";
import type { PermittedContext } from "../context";

/** Every role with its permissions, the number of its holders and what waits for it, the built-in ones first. */
export function listRoles({ db }: PermittedContext<"users.view">) {
  return listRoleRows(db);
}
