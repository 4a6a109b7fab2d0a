import "server-only";
import { randomUUID } from "node:crypto";
import type { FactorChange } from "../../../contracts/message-kinds";
import { databaseNow } from "../../db/queries/clock";
import type { PersonContext } from "../context";
import { queueMessage } from "../message/queue-message";

/** Tells the person by mail that their second factors changed, so that a stranger's change is seen (ASVS 6.3.7). */
export async function tellFactorChanged(
  context: PersonContext,
  change: FactorChange,
  person: { id: string; email: string } = { id: context.actor.userId, email: context.actor.email },
): Promise<void> {
  await queueMessage(context, {
    kind: "factor_changed",
    recipientId: person.id,
    mailbox: person.email,
    details: { change, at: (await databaseNow(context.db)).toISOString(), address: context.clientIp },
    idempotencyKey: `factor_changed/${person.id}/${randomUUID()}`,
  });
}
