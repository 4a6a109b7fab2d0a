import "server-only";
import { findUserById } from "../../db/queries/users";
import { requireStill } from "../access/require-still";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { endRecorded } from "../session/end-session";
import { transact } from "../transact";

/**
 * Signs another person out everywhere, from the commit on, as for a lost laptop; gives how many sessions ended. They can sign
 * in again, and what they asked for and approved stands (ASVS 7.4.5).
 */
export async function endSessionsOf(
  context: PermittedContext<"users.manage">,
  { userId }: { userId: string },
): Promise<{ ended: number }> {
  if (userId === context.actor.userId) {
    throw new DomainError("conflict", "Your own sessions end on your Sessions page.");
  }
  return transact(context, async (inside) => {
    await requireStill(inside, "users.manage");
    if (!(await findUserById(inside.db, userId)))
      throw new DomainError("not_found", "There is no such person.");
    return { ended: await endRecorded(inside, userId, {}, "ended_for_them") };
  });
}
