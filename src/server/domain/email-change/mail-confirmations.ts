import "server-only";
import { longestRequestDays } from "../../../contracts/program";
import type { EmailChangeRow } from "../../db/queries/email-changes";
import type { UserContext } from "../context";
import { createOneTimeLink } from "../link/one-time-link";
import { queueMessage } from "../message/queue-message";

/** After its confirmation a change can wait for a Security Admin this long; the old mailbox can cancel it all the while. */
const decisionHours = longestRequestDays * 24;

/** Mails each mailbox a single-use link of its own; those of an earlier change end with it. Inside the caller's transaction. */
export async function mailConfirmations(
  context: UserContext,
  change: EmailChangeRow,
  hours: number,
): Promise<void> {
  const { id, userId, askedBy, fromMailbox, toMailbox } = change;
  const mails = [
    { kind: "email_change_from", mailbox: fromMailbox, lives: hours + decisionHours },
    { kind: "email_change_to", mailbox: toMailbox, lives: hours },
  ] as const;
  for (const { kind, mailbox, lives } of mails) {
    const link = await createOneTimeLink(context, {
      purpose: kind,
      userId,
      mailbox,
      createdBy: askedBy === userId ? null : askedBy,
      lives: lives * 60 * 60,
    });
    await queueMessage(context, {
      kind,
      recipientId: userId,
      mailbox,
      linkId: link.id,
      details: { emailChangeId: id },
      idempotencyKey: `${kind}:${link.id}`,
    });
  }
}
