import "server-only";
import type { ServiceContext } from "../context";
import { createOneTimeLink } from "../link/one-time-link";
import { queueMessage } from "../message/queue-message";

const sevenDays = 7 * 24 * 60 * 60;

/** Makes a new single-use invitation of 7 days, which voids the last, and queues its mail; inside the caller's transaction. */
export async function sendInvitation(
  context: ServiceContext,
  user: { id: string; email: string },
): Promise<void> {
  const { actor } = context;
  const link = await createOneTimeLink(context, {
    purpose: "invitation",
    userId: user.id,
    mailbox: user.email,
    createdBy: actor.kind === "user" ? actor.userId : null,
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
