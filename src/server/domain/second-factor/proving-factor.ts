import "server-only";
import type { SessionCookie } from "../../db/queries/sessions";
import { checkAttempt, clearAttempt } from "../access/attempt-delay";
import { recordEvent } from "../audit/record-event";
import type { PersonContext } from "../context";
import { DomainError } from "../errors";
import { renewSession } from "../session/renew-session";
import { transact } from "../transact";

const wrong = {
  passkey: "The passkey was not accepted. Try again, or use your other factor.",
  totp: "That code is wrong, or was used already. Wait for the next one.",
  recovery_code: "That is none of your unused recovery codes.",
} as const;

/**
 * Marks the session as proved with a factor, and the proof as fresh for 5 minutes, where `matches` says so; once, in one
 * transaction that makes the session's new cookie. Wrong ones meet a growing delay over the account, and are on record
 * (rule 16, ASVS 6.3.1). Throws `factor_wrong`, `too_many_attempts`.
 */
export async function provingFactor(
  context: PersonContext,
  factor: keyof typeof wrong,
  matches: (inside: PersonContext) => Promise<boolean>,
): Promise<SessionCookie> {
  const { sessionId, userId } = context.actor;
  // Nobody guesses a passkey, so each session is slowed alone: who has the password cannot keep the owner waiting.
  const attempt = await checkAttempt(
    context,
    factor === "passkey"
      ? { kind: "passkey", account: sessionId }
      : { kind: "second-factor", account: userId },
  );
  const proved = await transact(context, async (inside) => {
    if (!(await matches(inside))) return null;
    const cookie = await renewSession(inside, factor);
    await recordEvent(inside, { action: "factor.proved", details: { session: sessionId, factor } });
    return cookie;
  });
  if (proved) {
    await clearAttempt(context, attempt);
    return proved;
  }
  await recordEvent(context, {
    action: "factor.refused",
    outcome: "refused",
    rule: "factor_wrong",
    details: { session: sessionId, factor },
  });
  throw new DomainError("factor_wrong", wrong[factor]);
}
