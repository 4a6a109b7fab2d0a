import "server-only";
import { findRoles, type RoleRow } from "../../db/queries/roles";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

/** The roles behind these ids, all of them; `not_found` where one is gone. */
export async function requireRoles({ db }: ServiceContext, ids: readonly string[]): Promise<RoleRow[]> {
  const found = await findRoles(db, ids);
  if (found.length < new Set(ids).size) {
    throw new DomainError("not_found", "One of these roles was deleted meanwhile. Choose again.");
  }
  return found;
}

export const namesOf = (list: readonly RoleRow[]): string[] => list.map((role) => role.name);
