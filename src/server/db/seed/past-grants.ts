import "server-only";
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Transaction } from "../client";
import { insertApprovalCodes } from "../queries/approval-codes";
import { enqueueJob } from "../queries/jobs";
import { grantApprovedRequest } from "../queries/security-tokens";
import { approvedNetworks, messages, notifications, securityTokens, tokenSecrets } from "../schema";
import { after, type Past, type PastRequest } from "./past";

/** Opens what an approved request grants, as of its decision; its secret is a random hash, so nobody knows it. */
export async function insertPastGrants(tx: Transaction, request: PastRequest, given: Past): Promise<void> {
  const { past, tokenId, requestId, requester, decidedAt, displayedAt, revokedAt } = request;
  if (!decidedAt || !displayedAt) return;
  await grantApprovedRequest(tx, requestId);
  await tx
    .update(approvedNetworks)
    .set({ approvedAt: decidedAt })
    .where(eq(approvedNetworks.requestId, requestId));
  await tx.insert(tokenSecrets).values({
    tokenId,
    requestId,
    hash: randomBytes(32),
    lastFour: past.lastFour ?? "0000",
    displayedBy: requester.id,
    displayedAt,
    savedAt: after(displayedAt, 2),
    firstUsedAt: past.reads || revokedAt ? after(displayedAt, 45) : null,
  });
  if (past.revoked && revokedAt) {
    const revokedBy = given.person(past.revoked.by).id;
    await tx.update(securityTokens).set({ revokedAt, revokedBy }).where(eq(securityTokens.id, tokenId));
  }
}

/** Codes, mails and notifications of a request; those of the open one are queued and work. */
export async function insertPastMessages(tx: Transaction, request: PastRequest, given: Past): Promise<void> {
  await insertCodes(tx, request, given.keyId);
  await insertMails(tx, request);
  await insertBells(tx, request);
}

async function insertCodes(tx: Transaction, request: PastRequest, keyId: string): Promise<void> {
  const { past, decider, decidedAt, submittedAt } = request;
  await insertApprovalCodes(
    tx,
    request.asked.map(({ id, email }) => ({
      requestId: request.requestId,
      approverId: id,
      mailbox: email,
      nonce: randomBytes(32),
      keyId,
      issuedAt: submittedAt,
      usedAt: past.decision?.approved && id === decider?.id ? decidedAt : null,
    })),
  );
}

async function insertMails(tx: Transaction, request: PastRequest): Promise<void> {
  const { past, requestId, requester, submittedAt, decidedAt } = request;
  const mail = (
    kind: "approval_requested" | "request_approved" | "request_rejected",
    to: typeof requester,
    key: string,
    at: Date,
  ) => ({
    kind,
    recipientId: to.id,
    mailbox: to.email,
    accessRequestId: requestId,
    idempotencyKey: key,
    createdAt: at,
    ...(decidedAt ? { status: "sent" as const, attempts: 1, sentAt: after(at, 0.05) } : {}),
  });
  const rows = request.asked.map((to) =>
    mail("approval_requested", to, `approval/${requestId}/${to.id}/1/1`, submittedAt),
  );
  if (decidedAt) {
    const kind = past.decision?.approved ? "request_approved" : "request_rejected";
    rows.push(mail(kind, requester, `${kind}/${requestId}`, decidedAt));
  }
  const stored = await tx.insert(messages).values(rows).returning({ id: messages.id });
  if (decidedAt) return;
  for (const { id } of stored) {
    await enqueueJob(tx, "deliver_message", { messageId: id }, { jobKey: `message:${id}` });
  }
  const expiry = { jobKey: `expire:${requestId}`, runAt: request.requestExpiresAt };
  await enqueueJob(tx, "expire_request", { requestId }, expiry);
}

/** The newest news is unread: the open request, and a rejection of the last week. */
async function insertBells(tx: Transaction, request: PastRequest): Promise<void> {
  const { past, requestId, requester, submittedAt, decidedAt } = request;
  const asked = request.asked.map(({ id }) => ({
    userId: id,
    kind: "approval_requested" as const,
    accessRequestId: requestId,
    createdAt: submittedAt,
    readAt: decidedAt && after(submittedAt, 30),
  }));
  await tx.insert(notifications).values(asked);
  if (!decidedAt || !past.decision) return;
  await tx.insert(notifications).values({
    userId: requester.id,
    kind: past.decision.approved ? ("request_approved" as const) : ("request_rejected" as const),
    accessRequestId: requestId,
    createdAt: decidedAt,
    readAt: past.decision.approved ? after(decidedAt, 10) : null,
  });
}
