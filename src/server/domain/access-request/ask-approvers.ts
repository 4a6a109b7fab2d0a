import "server-only";
import { insertApprovalCodes } from "../../db/queries/approval-codes";
import { insertNotifications } from "../../db/queries/notifications";
import type { Person } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { queueMessage } from "../message/queue-message";
import { newNonce } from "./approval-code";

/** Gives each approver a code of their own, an e-mail that carries it, and a notification that does not (rule 4). */
export async function askApprovers(
  context: ServiceContext,
  requestId: string,
  approvers: readonly Person[],
): Promise<void> {
  await insertApprovalCodes(
    context.db,
    approvers.map(({ id, email }) => ({
      requestId,
      approverId: id,
      mailbox: email,
      nonce: newNonce(),
      keyId: context.keys.currentId,
    })),
  );
  for (const approver of approvers) await mailCode(context, { requestId, approver, issue: 1, send: 1 });
  await insertNotifications(
    context.db,
    approvers.map(({ id }) => ({
      userId: id,
      kind: "approval_requested" as const,
      accessRequestId: requestId,
    })),
  );
}

/** One mail of one code: the same code again is another send, a new code another issue; each has its own key. */
export async function mailCode(
  context: ServiceContext,
  mail: { requestId: string; approver: Pick<Person, "id" | "email">; issue: number; send: number },
): Promise<void> {
  await queueMessage(context, {
    kind: "approval_requested",
    recipientId: mail.approver.id,
    mailbox: mail.approver.email,
    accessRequestId: mail.requestId,
    idempotencyKey: `approval/${mail.requestId}/${mail.approver.id}/${mail.issue}/${mail.send}`,
  });
}
