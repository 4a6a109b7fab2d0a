import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { dated } from "./dated";
import { lineLives, linesOf, type RoundRow, roundColumns } from "./reviews";

/** The nearest reminder that is due of an open round, noted in the same statement: once each, whoever else looks. */
export async function takeReviewReminder(
  db: Executor,
  daysBefore: readonly number[],
): Promise<{ roundId: string; days: number } | null> {
  const rows = await db.execute<{ roundId: string; days: number }>(sql`
    insert into expiry_notices (subject_id, expires_at, days)
    select v.id, v.deadline_at, d.days
    from review_rounds v cross join lateral (
      select min(each.days) as days from unnest(${sql.param([...daysBefore])}::int[]) as each(days)
      where v.deadline_at <= countersign_now() + make_interval(days => each.days)) d
    where v.closed_at is null and v.deadline_at > countersign_now() and d.days is not null
      and not exists (
        select 1 from expiry_notices e where e.subject_id = v.id and e.expires_at = v.deadline_at and e.days <= d.days)
    on conflict do nothing
    returning subject_id as "roundId", days`);
  return rows[0] ?? null;
}

/** The open round, locked against every other sweep; null where there is none, or another has it in hand. */
export async function lockOpenRound(db: Executor): Promise<(RoundRow & { over: boolean }) | null> {
  const rows = await db.execute(sql`
    select ${roundColumns}, v.deadline_at <= countersign_now() as over
    from review_rounds v where v.closed_at is null for update skip locked`);
  return dated<RoundRow & { over: boolean }>(rows)[0] ?? null;
}

/** Writes down which unanswered lines are about what has ended by itself. Returns how many. */
export async function markEndedLines(db: Executor, roundId: string, most: number): Promise<number> {
  const rows = await db.execute(sql`
    update review_lines set answer = 'ended', answered_at = countersign_now()
    where answer is null and id in (
      select l.id from ${linesOf}
      where l.round_id = ${roundId} and l.answer is null and not ${lineLives}
      order by l.position limit ${most})
    returning 1`);
  return rows.length;
}

export interface ExpiredLine extends Record<string, unknown> {
  id: string;
  tokenId: string;
  networkId: string | null;
}

/** The next lines that nobody answered, networks before their tokens; their tokens stay locked. */
export async function lockUnanswered(db: Executor, roundId: string, most: number): Promise<string[]> {
  const rows = await db.execute<{ id: string; tokenId: string }>(sql`
    select l.id, l.token_id as "tokenId" from review_lines l where l.round_id = ${roundId} and l.answer is null
    order by l.network_id is null, l.position limit ${most}`);
  const tokenIds = rows.map(({ tokenId }) => tokenId);
  await db.execute(sql`
    select 1 from security_tokens where id = any(${sql.param(tokenIds)}::uuid[]) order by id for no key update`);
  return rows.map(({ id }) => id);
}

/** Marks lines as not attested, unless they were answered, or their subject ended, meanwhile. */
export async function expireLines(db: Executor, lineIds: readonly string[]): Promise<ExpiredLine[]> {
  const rows = await db.execute<ExpiredLine>(sql`
    update review_lines l set answer = 'expired', answered_at = countersign_now()
    from security_tokens t, review_lines k left join approved_networks n on n.id = k.network_id
    where l.id = any(${sql.param([...lineIds])}::uuid[]) and l.answer is null and k.id = l.id and t.id = l.token_id
      and ${lineLives}
    returning l.id, l.token_id as "tokenId", l.network_id as "networkId"`);
  return [...rows];
}

/** Closes a round in which every line has its answer; false where one has none, or it was closed already. */
export async function closeAnsweredRound(db: Executor, roundId: string): Promise<boolean> {
  const rows = await db.execute(sql`
    update review_rounds v set closed_at = countersign_now()
    where v.id = ${roundId} and v.closed_at is null
      and not exists (select 1 from review_lines l where l.round_id = v.id and l.answer is null)
    returning 1`);
  return rows.length === 1;
}
