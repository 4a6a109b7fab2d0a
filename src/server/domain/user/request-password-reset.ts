import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { findUserByEmail, linksMadeLately, lockUsers } from "../../db/queries/users";
import { checkAttemptWithRoom } from "../access/attempt-delay";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { createOneTimeLink } from "../link/one-time-link";
import { queueMessage } from "../message/queue-message";
import { transact } from "../transact";

const oneHour = 60 * 60;
const quietMinutes = 10;
const oneDay = 24 * 60;
const quickMails = 5;
const slowMinutes = 2 * 60;
/** Asks that leave counters behind, over everybody: three rows each. */
export const countedAMinute = 300;
const answerAfterMs = 400;

/**
 * Mails an active person a single-use link of one hour. Guarantee: tells nobody which accounts exist, neither by its answer
 * nor by its time; fills no mailbox (one mail in 10 minutes, after five within a day one in two hours, so that strangers never
 * use up the owner's); ends no link that still works, for strangers ask too: the first one used ends the others. Throws `too_many_attempts`. (ASVS 6.3.8, 6.4.3)
 */
export async function requestPasswordReset(context: ServiceContext, input: { email: string }): Promise<void> {
  await checkAttemptWithRoom(context, { kind: "password-reset", account: input.email }, countedAMinute);
  await Promise.all([sleep(answerAfterMs), sendReset(context, input.email)]);
}

async function sendReset(context: ServiceContext, email: string): Promise<void> {
  const user = await findUserByEmail(context.db, email);
  if (user?.status !== "active") return;
  await transact(context, async (inside) => {
    await lockUsers(inside.db, [user.id]);
    if (!(await mayMail(inside, user.id))) return;
    const link = await createOneTimeLink(inside, {
      purpose: "password_reset",
      userId: user.id,
      mailbox: user.email,
      createdBy: null,
      lives: oneHour,
      keepsEarlier: true,
    });
    await queueMessage(inside, {
      kind: "password_reset",
      recipientId: user.id,
      mailbox: user.email,
      linkId: link.id,
      idempotencyKey: `password_reset:${link.id}`,
    });
    await recordEvent(inside, { action: "password.reset_requested", subjectId: user.id });
  });
}

async function mayMail({ db }: ServiceContext, userId: string): Promise<boolean> {
  const today = await linksMadeLately(db, { userId }, "password_reset", oneDay);
  const quiet = today < quickMails ? quietMinutes : slowMinutes;
  return (await linksMadeLately(db, { userId }, "password_reset", quiet)) === 0;
}
