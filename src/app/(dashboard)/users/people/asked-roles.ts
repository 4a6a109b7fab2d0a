import { securityPermissions } from "@/contracts/permissions";
import type { Role } from "../roles/role";

/** Of the chosen roles, those that would bring a security permission which the person does not hold yet. */
export function askedRoles(
  roles: readonly Role[],
  held: readonly string[],
  chosen: readonly string[],
): Role[] {
  const had = new Set(roles.filter((role) => held.includes(role.id)).flatMap((role) => role.permissions));
  return roles.filter(
    (role) =>
      chosen.includes(role.id) &&
      !held.includes(role.id) &&
      role.permissions.some((one) => securityPermissions.includes(one) && !had.has(one)),
  );
}
