import "server-only";
import type { z } from "zod";
import type { signInSchema } from "@/contracts/people";
import { lockPeopleForShare } from "../../db/queries/people";
import { findUserByEmail, findUserById } from "../../db/queries/users";
import { checkAttempt, clearAttempt } from "../access/attempt-delay";
import { markDevice } from "../access/known-device";
import { hasRefusalRoom } from "../access/refusal-room";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { requirePasswordRoom, verifyPassword } from "../user/password-hash";
import { startSession } from "./start-session";

export type SignInInput = z.output<typeof signInSchema> & {
  userAgent: string | null;
  deviceCookie?: string | null;
};

/**
 * Guarantee: opens a session for an active person's right password alone; unknown, disabled, not yet accepted and wrong
 * get one answer in one time (`credentials_wrong`), growing delays meet guessing (`too_many_attempts`; rule 16, ASVS 6.3.8).
 * A flood meets `unavailable`, and fills neither memory nor the audit log. Gives the browser's new device cookie, by which
 * it is known the next time.
 */
export async function signIn(
  context: ServiceContext,
  input: SignInInput,
): Promise<{ userId: string; sessionId: string; deviceCookie: string }> {
  requirePasswordRoom();
  const { email, deviceCookie = null } = input;
  const attempt = await checkAttempt(context, { kind: "password", account: email, deviceCookie });
  const user = await findUserByEmail(context.db, email);
  const hash = user?.status === "active" ? user.passwordHash : null;
  if (!(await verifyPassword(hash, input.password)) || !user) return refuse(context, user?.id);
  const opened = await transact(context, async (inside) => {
    await lockPeopleForShare(inside.db, [user.id]);
    const now = await findUserById(inside.db, user.id);
    if (now?.status !== "active" || now.passwordHash !== hash) return null;
    return startSession(inside, {
      userId: user.id,
      userAgent: input.userAgent,
      means: "password",
    });
  });
  if (!opened) return refuse(context, user.id);
  await clearAttempt(context, attempt);
  const owner = { id: user.id, passwordHash: hash };
  return {
    userId: user.id,
    ...opened,
    deviceCookie: await markDevice(context, { owner, cookie: deviceCookie ?? "" }),
  };
}

/** Of an unknown address nothing is kept: people type passwords into the wrong field. Each is on record up to a ceiling. */
async function refuse(context: ServiceContext, subjectId?: string): Promise<never> {
  if (await hasRefusalRoom(context)) {
    await recordEvent(context, {
      action: "session.refused",
      outcome: "refused",
      rule: "credentials_wrong",
      subjectId,
    });
  }
  throw new DomainError(
    "credentials_wrong",
    "That e-mail address and password do not match an active account.",
  );
}
