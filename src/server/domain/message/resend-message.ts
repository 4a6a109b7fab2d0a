import "server-only";
import { isMessageWanted } from "../../db/queries/message-wanted";
import { findMessage, type MessageRow } from "../../db/queries/messages";
import { recordEvent } from "../audit/record-event";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { resendPermissions } from "./message-concerns";
import { queueMessage } from "./queue-message";

/**
 * Sends a failed message again, under a new idempotency key and to the same mailbox; pressed twice, it goes once.
 * Throws not_found, or conflict where it did not fail or has lost its point.
 */
export async function resendMessage(
  context: UserContext,
  { messageId }: { messageId: string },
): Promise<void> {
  // Before the transaction, which a refusal would roll back together with its record.
  await recordRefusal(context, "messages.resend", () => requireMessage(context, messageId));
  await transact(context, async (inside) => {
    const message = await requireMessage(inside, messageId);
    if (message.status !== "failed") {
      throw new DomainError("conflict", "Only a message that failed is sent again.");
    }
    if (!(await isMessageWanted(inside.db, messageId))) {
      throw new DomainError(
        "conflict",
        "This message is no longer needed: what it is about was done or has lapsed, or its recipient turned such e-mails off.",
      );
    }
    const { kind, recipientId, mailbox, accessRequestId, linkId, tokenId, details } = message;
    const queued = await queueMessage(inside, {
      kind,
      recipientId,
      mailbox,
      accessRequestId,
      linkId,
      tokenId,
      details,
      idempotencyKey: `again/${messageId}`,
    });
    if (!queued) return;
    await recordEvent(inside, {
      action: "message.resent",
      subjectId: recipientId,
      accessRequestId,
      tokenId,
      details: { kind, message: messageId },
    });
  });
}

async function requireMessage(context: UserContext, messageId: string): Promise<MessageRow> {
  const message = await findMessage(context.db, messageId);
  if (message && resendPermissions[message.kind].some((one) => context.actor.permissions.has(one)))
    return message;
  throw new DomainError("not_found", "There is no such message, or your roles do not include it.");
}
