import "server-only";
import { cancelEmailChanges, findLiveEmailChange, insertEmailChange } from "../../db/queries/email-changes";
import { findUserById, linksMadeLately, lockUsers, type UserForSignIn } from "../../db/queries/users";
import { requireStill } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ProvedContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { approversOf, needsApproval, requireFreeAddress } from "./email-change-rules";
import { mailConfirmations } from "./mail-confirmations";

/** How long both mailboxes have. */
const confirmHours = 24;
const mostADay = 5;
const dayMinutes = 24 * 60;

interface Asked {
  userId: string;
  email: string;
  reason: string;
}

/**
 * Asks for another e-mail address of one's own. Guarantee: nothing changes before both mailboxes confirmed, within 24 hours,
 * and, for a holder of a security permission, a Security Admin approved. Throws `conflict` for an address that is taken or
 * that somebody reads who decides, `no_other_security_admin`, `too_many_attempts`.
 */
export async function askOwnEmailChange(
  context: ProvedContext<UserContext>,
  { email }: { email: string },
): Promise<void> {
  const { userId } = context.actor;
  const reason = "Asked by the person themselves, and confirmed from both mailboxes.";
  await transact(context, async (inside) => {
    await lockUsers(inside.db, [userId]);
    await ask(inside, { userId, email, reason });
  });
}

/**
 * Asks for another address of somebody whose mailbox is gone. Guarantee: the new mailbox confirms, then a Security Admin
 * who did not ask approves; the old mailbox is told and can cancel. Throws as askOwnEmailChange.
 */
export async function askEmailChangeOf(
  context: ProvedContext<PermittedContext<"users.manage">>,
  input: Asked,
): Promise<void> {
  if (input.userId === context.actor.userId) {
    throw new DomainError("conflict", "Change your own address under Profile, from both mailboxes.");
  }
  await transact(context, async (inside) => {
    await lockUsers(inside.db, [context.actor.userId, input.userId]);
    await requireStill(inside, "users.manage");
    await ask(inside, input);
  });
}

async function ask(inside: UserContext, { userId, email, reason }: Asked): Promise<void> {
  const person = await requirePerson(inside, userId, email);
  await requireNothingDecided(inside, userId);
  await requireFreeAddress(inside, { id: userId, email });
  const parties = { userId, askedBy: inside.actor.userId };
  if ((await needsApproval(inside, parties)) && (await approversOf(inside, parties)).length === 0) {
    throw new DomainError(
      "no_other_security_admin",
      "This needs the approval of another Security Admin, and there is none. Ask an Administrator for one first.",
    );
  }
  await cancelEmailChanges(inside.db, userId);
  const change = await insertEmailChange(
    inside.db,
    { ...parties, askedFrom: inside.clientIp, fromMailbox: person.email, toMailbox: email, reason },
    confirmHours,
  );
  await mailConfirmations(inside, change, confirmHours);
  await recordEvent(inside, {
    action: "user.email_change_asked",
    subjectId: userId,
    details: { emailChange: change.id },
  });
}

async function requirePerson(inside: UserContext, userId: string, email: string): Promise<UserForSignIn> {
  const person = await findUserById(inside.db, userId);
  if (!person) throw new DomainError("not_found", "There is no such person.");
  if (person.status === "disabled") throw new DomainError("conflict", `${person.name} is disabled.`);
  if (person.email === email) throw new DomainError("conflict", `${email} is the address already.`);
  if ((await linksMadeLately(inside.db, { userId }, "email_change_to", dayMinutes)) >= mostADay) {
    throw new DomainError(
      "too_many_attempts",
      `The address was asked to change ${mostADay} times today. Try tomorrow.`,
    );
  }
  return person;
}

async function requireNothingDecided(inside: UserContext, userId: string): Promise<void> {
  const live = await findLiveEmailChange(inside.db, userId);
  if (!live?.requestId) return;
  throw new DomainError(
    "conflict",
    `A change to ${live.toMailbox} waits for a Security Admin. Cancel it to ask for another.`,
  );
}
