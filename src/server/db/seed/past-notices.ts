import "server-only";
import { day } from "../../../contracts/day";
import type { Transaction } from "../client";
import { takeTokenEnds, tokenAudience } from "../queries/due-messages";
import { messages, notifications } from "../schema";

const most = 100;

/** The ends that come soon were told of when their day came, as the sweep does: by e-mail and by a notification that was read. */
export async function insertPastNotices(tx: Transaction): Promise<void> {
  for (const { tokenId, days, endsAt } of await takeTokenEnds(tx, most)) {
    const at = endsAt.toISOString();
    const createdAt = new Date(endsAt.getTime() - days * day);
    const told = { kind: "token_expiring" as const, tokenId, details: { days, at }, createdAt };
    for (const { id, email } of await tokenAudience(tx, tokenId)) {
      const idempotencyKey = `token_expiring/${tokenId}/${at}/${days}/${id}`;
      const sent = { status: "sent" as const, attempts: 1, sentAt: createdAt };
      await tx.insert(messages).values({ ...told, ...sent, recipientId: id, mailbox: email, idempotencyKey });
      await tx.insert(notifications).values({ ...told, userId: id, readAt: createdAt });
    }
  }
}
