import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { approvalCodes, messages } from "../schema";

export type ApprovalCodeRow = typeof approvalCodes.$inferSelect;

export async function insertApprovalCodes(
  db: Executor,
  rows: Array<typeof approvalCodes.$inferInsert>,
): Promise<void> {
  await db.insert(approvalCodes).values(rows).onConflictDoNothing();
}

/** Locks one approver's code, so that attempts at it are counted one by one. */
export async function lockApprovalCode(
  db: Executor,
  requestId: string,
  approverId: string,
): Promise<ApprovalCodeRow | null> {
  const [row] = await db.select().from(approvalCodes).where(codeOf(requestId, approverId)).for("update");
  return row ?? null;
}

export async function countWrongAttempt(db: Executor, requestId: string, approverId: string): Promise<void> {
  await db
    .update(approvalCodes)
    .set({ wrongAttempts: sql`${approvalCodes.wrongAttempts} + 1` })
    .where(codeOf(requestId, approverId));
}

/** A new nonce makes a new code; every mail of the old one is worthless from now on. */
export async function renewApprovalCode(
  db: Executor,
  requestId: string,
  approverId: string,
  next: { nonce: Buffer; keyId: string; mailbox: string },
): Promise<{ issue: number }> {
  const [row] = await db
    .update(approvalCodes)
    .set({
      ...next,
      wrongAttempts: 0,
      sends: 1,
      voidedAt: null,
      issue: sql`${approvalCodes.issue} + 1`,
      issuedAt: sql`countersign_now()`,
    })
    .where(codeOf(requestId, approverId))
    .returning({ issue: approvalCodes.issue });
  if (!row) throw new Error("The approval code to renew is gone.");
  return row;
}

/** Counts one more mail of the same code. */
export async function countSend(
  db: Executor,
  requestId: string,
  approverId: string,
): Promise<{ issue: number; sends: number }> {
  const [row] = await db
    .update(approvalCodes)
    .set({ sends: sql`${approvalCodes.sends} + 1` })
    .where(codeOf(requestId, approverId))
    .returning({ issue: approvalCodes.issue, sends: approvalCodes.sends });
  if (!row) throw new Error("The approval code to send is gone.");
  return row;
}

export async function markCodeUsed(db: Executor, requestId: string, approverId: string): Promise<void> {
  await db.update(approvalCodes).set({ usedAt: sql`countersign_now()` }).where(codeOf(requestId, approverId));
}

/** Whether a code of this request was mailed to this approver within the last minute. */
export async function mailedLately(db: Executor, requestId: string, approverId: string): Promise<boolean> {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.accessRequestId, requestId),
        eq(messages.recipientId, approverId),
        inArray(messages.kind, ["approval_requested", "approval_reminder"]),
        sql`${messages.createdAt} > countersign_now() - interval '1 minute'`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

const codeOf = (requestId: string, approverId: string) =>
  and(eq(approvalCodes.requestId, requestId), eq(approvalCodes.approverId, approverId));
