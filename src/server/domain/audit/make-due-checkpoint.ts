import "server-only";
import { isCheckpointDue } from "../../db/queries/audit-chain";
import { activeHolders } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { queueMessage } from "../message/queue-message";
import { transact } from "../transact";
import { makeCheckpoint } from "./checkpoint";

const everyMinutes = 60;

/**
 * Signs the chain each hour, and mails the first checkpoint of a UTC day to every Security Admin: what stands under it is
 * held elsewhere (rule 11).
 */
export async function makeDueCheckpoint(context: ServiceContext): Promise<void> {
  if (!(await isCheckpointDue(context.db, everyMinutes))) return;
  await transact(context, async (inside) => {
    const checkpoint = await makeCheckpoint(inside);
    if (!checkpoint) return;
    const day = checkpoint.signed_at.slice(0, 10);
    for (const { id, email } of await activeHolders(inside.db, "access_requests.decide")) {
      await queueMessage(inside, {
        kind: "audit_checkpoint",
        recipientId: id,
        mailbox: email,
        details: { seq: checkpoint.seq },
        idempotencyKey: `audit_checkpoint/${day}/${id}`,
      });
    }
  });
}
