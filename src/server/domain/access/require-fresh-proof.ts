import "server-only";
import type { ProvedContext, UserContext } from "../context";
import { DomainError } from "../errors";

/**
 * Guarantee: returns only where the session was proved within the last 5 minutes, by a second factor or, for who has none,
 * by the password (ASVS 7.5.3). Throws `proof_required`.
 */
export function requireFreshProof<C extends UserContext>(context: C): ProvedContext<C> {
  if (!context.actor.freshProof) {
    throw new DomainError("proof_required", "Prove again that it is you to go on.");
  }
  return context as ProvedContext<C>;
}
