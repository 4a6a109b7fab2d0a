import "server-only";
import type { ProvedContext, UserContext } from "../context";
import { DomainError } from "../errors";

/** Guarantee: returns only where the session proved its password within the last 5 minutes (ASVS 7.5.3). */
export function requireFreshProof<C extends UserContext>(context: C): ProvedContext<C> {
  if (!context.actor.freshProof) {
    throw new DomainError("proof_required", "Enter your password again to go on.");
  }
  return context as ProvedContext<C>;
}
