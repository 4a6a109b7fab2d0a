import "server-only";
import type { UserContext } from "../context";
import { DomainError } from "../errors";

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
