import "server-only";
import { findProgramSettings } from "../../db/queries/program";
import { endSessions, nextCookie, type SessionCookie } from "../../db/queries/sessions";
import { lockUsers, setPassword } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { voidOneTimeLinks } from "../link/one-time-link";
import { requireOwnPassword } from "../session/prove-session";
import { transact } from "../transact";
import { hashPassword } from "./password-hash";
import { requireGoodPassword } from "./password-policy";

/**
 * Changes one's own password, given the present one. Guarantee: every other session of the person ends, and so does every
 * copy of this one's cookie: the new one is what it gives (ASVS 6.2.3, 7.2.4, 7.4.3). It is no fresh proof.
 * Throws `proof_wrong`, `too_many_attempts`, `password_refused`.
 */
export async function changePassword(
  context: UserContext,
  input: { current: string; next: string },
): Promise<SessionCookie> {
  const present = await requireOwnPassword(context, input.current);
  if (input.next === input.current)
    throw new DomainError("password_refused", "Choose another password than the present one.");
  const { actor, db } = context;
  const program = await findProgramSettings(db);
  requireGoodPassword(input.next, [program?.name ?? "", actor.name, actor.email]);
  const passwordHash = await hashPassword(input.next);
  return transact(context, async (inside) => {
    await lockUsers(inside.db, [actor.userId]);
    if (!(await setPassword(inside.db, actor.userId, passwordHash, present))) {
      throw new DomainError("conflict", "Your password was changed elsewhere meanwhile.");
    }
    const mine = { userIds: [actor.userId], except: actor.sessionId };
    const ended = await endSessions(inside.db, mine, "password_changed");
    const cookieNumber = await nextCookie(inside.db, actor.sessionId);
    if (cookieNumber === null) throw new DomainError("not_signed_in", "Sign in to go on.");
    await voidOneTimeLinks(inside, actor.userId);
    await recordEvent(inside, {
      action: "password.changed",
      subjectId: actor.userId,
      details: { means: "present password", sessionsEnded: ended.length },
    });
    return { sessionId: actor.sessionId, cookieNumber };
  });
}
