import "server-only";
import type { RoleRow } from "../../db/queries/roles";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { securityOf } from "./security-grant";

/** Of these roles, those that decide about other people's access. */
export const securityRoles = (roles: readonly RoleRow[]): RoleRow[] =>
  roles.filter((role) => securityOf(role.permissions).length > 0);

/**
 * Guarantee: a session that somebody took does not put out those who could stop it. Throws `proof_required` where it takes
 * anything from who looks after other people's access, unless the actor proved themself within 5 minutes.
 */
export function requireProofOver({ actor }: UserContext, takes: boolean, what: string): void {
  if (actor.freshProof || !takes) return;
  throw new DomainError(
    "proof_required",
    `This concerns who looks after other people's access. Prove again that it is you to ${what}.`,
  );
}
