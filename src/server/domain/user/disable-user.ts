import "server-only";
import { endSessions } from "../../db/queries/sessions";
import { findUserById, markDisabled, markEnabled, voidApprovalCodesOf } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { voidOneTimeLinks } from "../link/one-time-link";
import { changePeople } from "./change-people";

type Context = PermittedContext<"users.manage">;

/**
 * Shuts a person out, from the commit on: sessions, approval codes, links, open requests and undisplayed tokens end with
 * it (rules 5 and 16, ASVS 7.4.2). Throws `last_security_admin` or `conflict` for the last who decides or manages users.
 */
export async function disableUser(context: Context, input: { userId: string }): Promise<void> {
  const { userId } = input;
  if (userId === context.actor.userId) {
    throw new DomainError("conflict", "You cannot disable yourself. Ask another Administrator.");
  }
  await changePeople(
    context,
    "users.manage",
    async () => [userId],
    async (inside) => {
      await requireUser(inside, userId);
      if (!(await markDisabled(inside.db, userId))) {
        throw new DomainError("conflict", "This person is disabled already.");
      }
      const ended = await endSessions(inside.db, { userIds: [userId] }, "user_disabled");
      await voidApprovalCodesOf(inside.db, [userId]);
      await voidOneTimeLinks(inside, userId);
      await recordEvent(inside, {
        action: "user.disabled",
        subjectId: userId,
        details: { sessionsEnded: ended.length },
      });
    },
  );
}

/** Lets a disabled person in again with the roles they have; one who never took up the invitation needs a new one. */
export async function enableUser(
  context: Context,
  input: { userId: string },
): Promise<{ status: "active" | "invited" }> {
  const { userId } = input;
  return changePeople(
    context,
    "users.manage",
    async () => [userId],
    async (inside) => {
      await requireUser(inside, userId);
      const status = await markEnabled(inside.db, userId);
      if (!status) throw new DomainError("conflict", "This person is not disabled.");
      await recordEvent(inside, { action: "user.enabled", subjectId: userId, details: { status } });
      return { status };
    },
  );
}

async function requireUser(inside: Context, userId: string): Promise<void> {
  if (!(await findUserById(inside.db, userId)))
    throw new DomainError("not_found", "There is no such person.");
}
