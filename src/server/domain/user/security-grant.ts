import "server-only";
import { neverOwnGain, type Permission, securityPermissions } from "@/contracts/permissions";
import type { RoleRow } from "../../db/queries/roles";
import { DomainError } from "../errors";

/** A request that was sent for what needs a Security Admin's approval. */
export interface Waiting {
  requestId: string;
  /** Names of who was asked. */
  asked: string[];
}

/** Of these permissions, those that decide about other people's access. */
export function securityOf(list: Iterable<Permission>): Permission[] {
  return [...list].filter((permission) => securityPermissions.includes(permission));
}

/** Of these roles, those with such a permission. */
export const securityRoles = (roles: readonly RoleRow[]): RoleRow[] =>
  roles.filter((role) => securityOf(role.permissions).length > 0);

/** What a record says of a security permission that somebody gained: who asked for it; who approved it is the record's actor. */
export const grantDetails = (askedBy: string, requestId: string): Record<string, unknown> => ({
  securityGrant: true,
  askedBy,
  request: requestId,
});

/** Guarantee: nobody gives themselves a right over other people's access or rights (ASVS 8.2.1). Throws `own_request`. */
export function refuseOwnGain(gained: readonly Permission[]): void {
  if (!gained.some((permission) => neverOwnGain.includes(permission))) return;
  throw new DomainError(
    "own_request",
    "You cannot give yourself a permission over other people's access or roles. Ask another Administrator.",
  );
}

/** Guarantee: nobody approves what they would gain, or what is changed about themselves. Throws `own_request`. */
export function refuseOwnSubject(approverId: string, subjects: readonly string[]): void {
  if (!subjects.includes(approverId)) return;
  throw new DomainError(
    "own_request",
    "This is about your own access. A Security Admin whom it does not concern decides it.",
  );
}

/** The reason that a Security Admin reads; `invalid_input` where none was given. */
export function requireReason(reason: string | undefined): string {
  if (reason) return reason;
  throw new DomainError(
    "invalid_input",
    "Say why: a Security Admin has to approve this, and reads the reason.",
  );
}
