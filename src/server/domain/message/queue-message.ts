import "server-only";
import { enqueueJob } from "../../db/queries/jobs";
import { insertMessage, type NewMessage } from "../../db/queries/messages";
import type { ServiceContext } from "../context";

/**
 * Guarantee: the message leaves if and only if context.db commits; a second call with the same idempotency key
 * queues nothing, and answers false (rule 17).
 */
export async function queueMessage(context: ServiceContext, message: NewMessage): Promise<boolean> {
  const id = await insertMessage(context.db, message);
  if (id) await enqueueJob(context.db, "deliver_message", { messageId: id }, { jobKey: `message:${id}` });
  return id !== null;
}
