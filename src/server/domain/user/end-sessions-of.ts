import "server-only";
import { rolesOf } from "../../db/queries/roles";
import { lockAndRequire } from "../access/require-still";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { endRecorded } from "../session/end-session";
import { transact } from "../transact";
import { personOf } from "./person-of";
import { requireProofOver } from "./require-proof-over";
import { securityRoles } from "./security-grant";

/**
 * Signs another person out everywhere, from the commit on, as for a lost laptop; gives how many sessions ended. They can sign
 * in again, and what they asked for and approved stands (ASVS 7.4.5). Throws `proof_required` as requireProofOver says, where
 * they hold a security role: over and over, it keeps them from deciding.
 */
export async function endSessionsOf(
  context: PermittedContext<"users.manage">,
  { userId }: { userId: string },
): Promise<{ ended: number }> {
  if (userId === context.actor.userId) {
    throw new DomainError("conflict", "Your own sessions end on your Sessions page.");
  }
  return transact(context, async (inside) => {
    await lockAndRequire(inside, "users.manage", [userId]);
    await personOf(inside, userId);
    const theirs = securityRoles(await rolesOf(inside.db, userId));
    requireProofOver(inside, theirs.length > 0, "sign them out");
    return { ended: await endRecorded(inside, userId, {}, "ended_for_them") };
  });
}
