import "server-only";
import type { Executor } from "../client";
import { messages } from "../schema";

export type NewMessage = Pick<
  typeof messages.$inferInsert,
  "kind" | "recipientId" | "mailbox" | "accessRequestId" | "linkId" | "idempotencyKey"
>;

/** Inserts into the outbox; null where the idempotency key is there already. */
export async function insertMessage(db: Executor, message: NewMessage): Promise<string | null> {
  const [row] = await db
    .insert(messages)
    .values(message)
    .onConflictDoNothing()
    .returning({ id: messages.id });
  return row?.id ?? null;
}
