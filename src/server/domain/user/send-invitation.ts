import "server-only";
import { linksMadeLately } from "../../db/queries/users";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { createOneTimeLink } from "../link/one-time-link";
import { queueMessage } from "../message/queue-message";

const sevenDays = 7 * 24 * 60 * 60;
const oneHour = 60;
const oneDay = 24 * oneHour;
/** Invitations to one person a day, the first among them. */
const mostToOne = 5;
/** Invitations that one person sends an hour, to whomever. */
const mostBySender = 60;

/**
 * Makes a new single-use invitation of 7 days, which voids the last, and queues its mail; inside the caller's transaction,
 * which holds the sender's row. Throws `too_many_attempts` for a sixth to one person within 24 hours, and for a sender's
 * sixty-first within an hour: nobody's mailbox is filled (ASVS 2.4.1).
 */
export async function sendInvitation(
  context: ServiceContext,
  user: { id: string; email: string },
): Promise<void> {
  const sender = context.actor.kind === "user" ? context.actor.userId : null;
  await requireRoom(context, user.id, sender);
  const link = await createOneTimeLink(context, {
    purpose: "invitation",
    userId: user.id,
    mailbox: user.email,
    createdBy: sender,
    lives: sevenDays,
  });
  await queueMessage(context, {
    kind: "invitation",
    recipientId: user.id,
    mailbox: user.email,
    linkId: link.id,
    idempotencyKey: `invitation:${link.id}`,
  });
}

async function requireRoom({ db }: ServiceContext, userId: string, sender: string | null): Promise<void> {
  if ((await linksMadeLately(db, { userId }, "invitation", oneDay)) >= mostToOne) {
    throw new DomainError(
      "too_many_attempts",
      `This person was sent ${mostToOne} invitations within a day. The last one works: look for it together, or go on tomorrow.`,
    );
  }
  if (!sender || (await linksMadeLately(db, { createdBy: sender }, "invitation", oneHour)) < mostBySender)
    return;
  throw new DomainError(
    "too_many_attempts",
    `You sent ${mostBySender} invitations within the hour. Go on in a while, or let another Administrator do it.`,
  );
}
