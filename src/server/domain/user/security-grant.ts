import "server-only";
import { neverOwnGain, type Permission, securityPermissions } from "@/contracts/permissions";
import { DomainError } from "../errors";

/** Of these permissions, those that decide about other people's access. */
export function securityOf(list: Iterable<Permission>): Permission[] {
  return [...list].filter((permission) => securityPermissions.includes(permission));
}

/** What a record says of a change that gives somebody a security permission; nothing of any other. */
export function grantDetails(gained: readonly Permission[]): Record<string, unknown> {
  return securityOf(gained).length > 0 ? { securityGrant: true, approvedBy: null } : {};
}

/** Guarantee: nobody gives themselves a right over other people's access or rights (ASVS 8.2.1). Throws `own_request`. */
export function refuseOwnGain(gained: readonly Permission[]): void {
  if (!gained.some((permission) => neverOwnGain.includes(permission))) return;
  throw new DomainError(
    "own_request",
    "You cannot give yourself a permission over other people's access or roles. Ask another Administrator.",
  );
}
