import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { emailChanges } from "../schema";

export type EmailChangeRow = typeof emailChanges.$inferSelect;
export type EmailSide = "from" | "to";

/** A change of e-mail that can still come true, and the open request that decides it. */
export interface LiveEmailChange extends EmailChangeRow {
  requestId: string | null;
}

export type NewEmailChange = Pick<
  typeof emailChanges.$inferInsert,
  "userId" | "fromMailbox" | "toMailbox" | "askedBy" | "askedFrom" | "reason"
>;

const open = and(isNull(emailChanges.cancelledAt), isNull(emailChanges.appliedAt));

const openRequest = sql<string | null>`(select r.id from access_requests r
  where r.kind = 'user_email' and r.subject_id = email_changes.user_id and r.status = 'pending'
    and r.expires_at > countersign_now() and r.change ->> 'emailChangeId' = email_changes.id::text)`;

/** Confirmed by every mailbox that has to: both, or the new one alone where somebody else asked. */
const confirmed: SQL = sql`(${emailChanges.toConfirmedAt} is not null
  and (${emailChanges.fromConfirmedAt} is not null or ${emailChanges.askedBy} <> ${emailChanges.userId}))`;

/** Waits for its confirmations in their time, or for its request; a decided, withdrawn or lapsed request ends it. */
const live: SQL = sql`case when ${confirmed} then ${openRequest} is not null
  else ${emailChanges.expiresAt} > countersign_now() end`;

export async function insertEmailChange(
  db: Executor,
  change: NewEmailChange,
  hours: number,
): Promise<EmailChangeRow> {
  const [row] = await db
    .insert(emailChanges)
    .values({ ...change, expiresAt: sql`countersign_now() + make_interval(hours => ${hours}::int)` })
    .returning();
  if (!row) throw new Error("The change of e-mail was not stored.");
  return row;
}

/** The one change of a person's e-mail that can still come true. */
export async function findLiveEmailChange(db: Executor, userId: string): Promise<LiveEmailChange | null> {
  const [row] = await db
    .select({ change: emailChanges, requestId: openRequest })
    .from(emailChanges)
    .where(and(eq(emailChanges.userId, userId), open, live));
  return row ? { ...row.change, requestId: row.requestId } : null;
}

/** A confirmed change that an approved request is for; null where it was cancelled, applied or never confirmed. */
export async function findConfirmedEmailChange(db: Executor, id: string): Promise<EmailChangeRow | null> {
  const [row] = await db
    .select()
    .from(emailChanges)
    .where(and(eq(emailChanges.id, id), open, confirmed));
  return row ?? null;
}

/** Confirms from one mailbox; false where that was done, or where the change has ended. */
export async function confirmEmailSide(db: Executor, id: string, side: EmailSide): Promise<boolean> {
  const column = side === "from" ? emailChanges.fromConfirmedAt : emailChanges.toConfirmedAt;
  const now = sql`countersign_now()`;
  const rows = await db
    .update(emailChanges)
    .set(side === "from" ? { fromConfirmedAt: now } : { toConfirmedAt: now })
    .where(and(eq(emailChanges.id, id), open, isNull(column), sql`${emailChanges.expiresAt} > ${now}`))
    .returning({ id: emailChanges.id });
  return rows.length === 1;
}

/** Ends whatever change of a person's e-mail is open, live or lapsed. */
export async function cancelEmailChanges(db: Executor, userId: string): Promise<void> {
  await db
    .update(emailChanges)
    .set({ cancelledAt: sql`countersign_now()` })
    .where(and(eq(emailChanges.userId, userId), open));
}

export async function markEmailApplied(db: Executor, id: string): Promise<void> {
  await db.update(emailChanges).set({ appliedAt: sql`countersign_now()` }).where(eq(emailChanges.id, id));
}
