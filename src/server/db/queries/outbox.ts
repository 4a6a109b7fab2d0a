import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { messages } from "../schema";
import type { MessageRow } from "./messages";

/** The provider keeps an idempotency key for 24 h; automatic tries end an hour before, so that none can double a mail. */
const longestTrying = sql.raw("interval '23 hours'");

const queued = (id: string) => and(eq(messages.id, id), eq(messages.status, "queued"));

/** Counts a try of a queued message; null where there is none. `tooLate`: it was tried before, and its key is too old. */
export async function claimMessage(
  db: Executor,
  id: string,
): Promise<(MessageRow & { tooLate: boolean }) | null> {
  const [row] = await db
    .update(messages)
    .set({ attempts: sql`${messages.attempts} + 1` })
    .where(queued(id))
    .returning();
  if (!row) return null;
  const [age] = await db
    .select({ old: sql<boolean>`${messages.createdAt} + ${longestTrying} <= countersign_now()` })
    .from(messages)
    .where(eq(messages.id, id));
  return { ...row, tooLate: row.attempts > 1 && age?.old === true };
}

export async function markSent(db: Executor, id: string, providerId: string | null): Promise<void> {
  await db
    .update(messages)
    .set({ status: "sent", sentAt: sql`countersign_now()`, providerId, lastError: null })
    .where(queued(id));
}

export async function markFailed(db: Executor, id: string, error: string | null): Promise<void> {
  await db
    .update(messages)
    .set({
      status: "failed",
      failedAt: sql`countersign_now()`,
      lastError: sql`coalesce(${error}, ${messages.lastError})`,
    })
    .where(queued(id));
}

/**
 * Notes the error and starts the next try in so many seconds, or marks the message failed where that would be too
 * late for its key; one statement. The job's time is graphile-worker's own clock.
 */
export async function tryLater(
  db: Executor,
  id: string,
  error: string,
  seconds: number,
): Promise<"later" | "failed"> {
  const rows = await db.execute<{ status: MessageRow["status"] }>(sql`
    with wait as (select make_interval(secs => ${seconds}::float8) as by), noted as (
      update messages m set last_error = ${error},
        status = case when too_late then 'failed' else 'queued' end::message_status,
        failed_at = case when too_late then countersign_now() end
      from (select created_at + ${longestTrying} <= countersign_now() + by as too_late from messages, wait where id = ${id}) t
      where m.id = ${id} and m.status = 'queued'
      returning m.id, m.status
    )
    select status, case when status = 'queued' then countersign_enqueue('deliver_message',
      json_build_object('messageId', id), 'message:' || id, now() + by)::text end as started
    from noted, wait`);
  return rows[0]?.status === "queued" ? "later" : "failed";
}

/**
 * Starts a job for each queued message that has none which will run: its process died with it, or it gave up.
 * A job that is locked for longer than any try takes belongs to a dead process.
 */
export async function restartStranded(db: Executor, lockedForSeconds: number): Promise<number> {
  const rows = await db.execute(sql`
    select countersign_enqueue('deliver_message', json_build_object('messageId', m.id), 'message:' || m.id) as started
    from messages m
    where m.status = 'queued' and not exists (
      select 1 from graphile_worker.jobs j
      where j.key = 'message:' || m.id and j.attempts < j.max_attempts
        and (j.locked_at is null or j.locked_at > now() - make_interval(secs => ${lockedForSeconds}::float8)))
    limit 1000`);
  return rows.length;
}
