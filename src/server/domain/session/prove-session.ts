import "server-only";
import { factorsOf } from "../../db/queries/second-factors";
import type { SessionCookie } from "../../db/queries/sessions";
import { findUserById } from "../../db/queries/users";
import { checkAttempt, clearAttempt } from "../access/attempt-delay";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { verifyPassword } from "../user/password-hash";
import { renewSession } from "./renew-session";

/**
 * Renews this session's fresh proof for 5 minutes, for who has no second factor; who has one proves that instead
 * (`proof_required`). Gives the session's new cookie, which alone opens it from then on. Throws `proof_wrong` for a wrong
 * password, which is on record, and `too_many_attempts` for a growing number of them (rule 16, ASVS 7.5.3).
 */
export async function proveSession(
  context: UserContext,
  input: { password: string },
): Promise<SessionCookie> {
  if ((await factorsOf(context.db, context.actor.userId)).length > 0) {
    throw new DomainError("proof_required", "Prove it with your second factor instead.");
  }
  await requireOwnPassword(context, input.password);
  return transact(context, async (inside) => {
    const cookie = await renewSession(inside);
    await recordEvent(inside, { action: "session.proved", details: { session: cookie.sessionId } });
    return cookie;
  });
}

/** Returns the hash that the actor's password was seen to match. */
export async function requireOwnPassword(context: UserContext, password: string): Promise<string> {
  const attempt = await checkAttempt(context, { kind: "password", account: context.actor.email });
  const user = await findUserById(context.db, context.actor.userId);
  const hash = user?.status === "active" ? user.passwordHash : null;
  if (!(await verifyPassword(hash, password)) || hash === null) {
    await recordEvent(context, {
      action: "session.proof_refused",
      outcome: "refused",
      rule: "proof_wrong",
      details: { session: context.actor.sessionId },
    });
    throw new DomainError("proof_wrong", "That is not your password.");
  }
  await clearAttempt(context, attempt);
  return hash;
}
