import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { ReviewAnswer } from "../../../contracts/review";
import type { Executor } from "../client";
import { dated } from "./dated";
import { signedPurpose } from "./token-conditions";

/** The line `l` is about something that lives, over its token `t` and its network `n`, if it has one. */
export const lineLives = sql`(t.revoked_at is null and t.expires_at > countersign_now() and (l.network_id is null
  or (n.revoked_at is null and (n.expires_at is null or n.expires_at > countersign_now()))))`;

/** How the line `l` stands; one whose subject has ended counts as ended before the sweep writes it down. */
export const lineState = sql`coalesce(l.answer::text, case when ${lineLives} then 'unanswered' else 'ended' end)`;

/** Whether a person asked for what the line `l` is about: who did never keeps it. */
export const lineAskedBy = (userId: string): SQL => sql`(${userId}::uuid = any(l.asked_by) or exists (
  select 1 from access_requests q where q.token_id = l.token_id and q.status = 'approved' and q.requested_by = ${userId}::uuid
    and (l.network_id is null and q.kind <> 'networks' or q.id = n.request_id)))`;

/** Lines `l` with their token `t` and, where they are about one, their network `n`. */
export const linesOf = sql`review_lines l join security_tokens t on t.id = l.token_id left join approved_networks n on n.id = l.network_id`;

export interface RoundRow extends Record<string, unknown> {
  id: string;
  openedAt: Date;
  deadlineAt: Date;
  closedAt: Date | null;
  /** Whole days until the deadline, the begun one included; 0 once it has passed. */
  daysLeft: number;
}

export const roundColumns = sql`v.id, v.opened_at as "openedAt", v.deadline_at as "deadlineAt", v.closed_at as "closedAt",
  greatest(0, ceil(extract(epoch from v.deadline_at - countersign_now()) / 86400))::int as "daysLeft"`;

export async function findRound(db: Executor, roundId: string): Promise<RoundRow | null> {
  const rows = await db.execute(sql`select ${roundColumns} from review_rounds v where v.id = ${roundId}`);
  return dated<RoundRow>(rows)[0] ?? null;
}

/** The newest rounds, the open one first. */
export async function latestRounds(db: Executor, most: number): Promise<RoundRow[]> {
  const rows = await db.execute(
    sql`select ${roundColumns} from review_rounds v order by v.opened_at desc, v.id limit ${most}`,
  );
  return dated(rows);
}

/** When the next round opens: so many days after the last one, or after the first approval there was; null before any. */
export async function nextRoundAt(db: Executor): Promise<Date | null> {
  const rows = await db.execute(sql`select ${nextRound} as "at"`);
  return dated<{ at: Date | null }>(rows)[0]?.at ?? null;
}

const nextRound = sql`(coalesce((select max(opened_at) from review_rounds), (select min(approved_at) from security_tokens))
  + make_interval(days => (select review_days from program_settings)))`;

/** Opens a round where one is due and none is open; of several at once one does. */
export async function openDueRound(db: Executor, deadlineDays: number): Promise<RoundRow | null> {
  const rows = await db.execute(sql`
    insert into review_rounds as v (deadline_at)
    select countersign_now() + make_interval(days => ${deadlineDays})
    where ${nextRound} <= countersign_now()
    on conflict do nothing
    returning ${roundColumns}`);
  return dated<RoundRow>(rows)[0] ?? null;
}

/** Lists what lives now, each token before its networks, with who asked for each. Returns how many lines there are. */
export async function insertLines(db: Executor, roundId: string): Promise<number> {
  const rows = await db.execute(sql`
    with live as (
      select t.* from security_tokens t
      where t.approved_at is not null and t.revoked_at is null and t.expires_at > countersign_now()
    ), listed as (
      select t.id as token_id, null::uuid as network_id, null::cidr as network, t.reference, (
        select array_agg(distinct a.person) from (
          select t.created_by as person union all
          select q.requested_by from access_requests q
          where q.token_id = t.id and q.status = 'approved' and q.kind <> 'networks') a) as asked_by
      from live t
      union all
      select t.id, n.id, n.network, t.reference, array[q.requested_by]
      from live t join approved_networks n on n.token_id = t.id join access_requests q on q.id = n.request_id
      where n.revoked_at is null and (n.expires_at is null or n.expires_at > countersign_now())
    )
    insert into review_lines (round_id, position, token_id, network_id, asked_by)
    select ${roundId}::uuid, row_number() over (order by reference, token_id, network_id is not null, network, network_id),
      token_id, network_id, asked_by
    from listed returning 1`);
  return rows.length;
}

export interface LineCounts {
  tokens: number;
  networks: number;
  unanswered: number;
  answers: Record<ReviewAnswer, number>;
}

export async function countLines(db: Executor, roundId: string): Promise<LineCounts> {
  const rows = await db.execute<{ state: ReviewAnswer | "unanswered"; tokens: number; networks: number }>(sql`
    select ${lineState} as state, (count(*) filter (where l.network_id is null))::int as tokens, count(l.network_id)::int as networks
    from ${linesOf} where l.round_id = ${roundId} group by 1`);
  const of = (state: string) =>
    rows.filter((row) => row.state === state).reduce((sum, row) => sum + row.tokens + row.networks, 0);
  return {
    tokens: rows.reduce((sum, row) => sum + row.tokens, 0),
    networks: rows.reduce((sum, row) => sum + row.networks, 0),
    unanswered: of("unanswered"),
    answers: {
      kept: of("kept"),
      dropped: of("dropped"),
      expired: of("expired"),
      ended: of("ended"),
    },
  };
}

const manages = (user: string) => sql`exists (
  select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
  where ur.user_id = ${sql.raw(user)} and rp.permission = 'api_settings.manage')`;

/** `u` looks after `t`: owns it, or manages tokens where its owner does not any more. */
const looksAfter = sql`u.status = 'active' and ${manages("u.id")} and (u.id = o.id or not (o.status = 'active' and ${manages("o.id")}))`;

/** The tokens that a person looks after and of which something has no answer yet. */
export async function openTokensOf(db: Executor, roundId: string, userId: string) {
  const rows = await db.execute<{
    reference: string;
    title: string;
    signedPurpose: string | null;
    unanswered: number;
  }>(sql`
    select t.reference, coalesce(t.name, t.purpose) as title, ${signedPurpose} as "signedPurpose", count(*)::int as unanswered
    from ${linesOf} join users o on o.id = t.created_by join users u on u.id = ${userId}
    where l.round_id = ${roundId} and l.answer is null and ${lineLives} and ${looksAfter}
    group by t.id order by t.reference`);
  return [...rows];
}

/** Everybody who looks after a token of which something has no answer yet. */
export async function peopleWithOpenTokens(db: Executor, roundId: string) {
  const rows = await db.execute<{ id: string; name: string; email: string }>(sql`
    select distinct u.id, u.name, u.email
    from ${linesOf} join users o on o.id = t.created_by join users u on ${looksAfter}
    where l.round_id = ${roundId} and l.answer is null and ${lineLives} order by u.name, u.id`);
  return [...rows];
}

/** Everybody who looks after a token of which something was dropped, or expired for want of an answer. */
export async function peopleWhoLost(db: Executor, roundId: string) {
  const rows = await db.execute<{ id: string; name: string; email: string }>(sql`
    select distinct u.id, u.name, u.email
    from ${linesOf} join users o on o.id = t.created_by join users u on ${looksAfter}
    where l.round_id = ${roundId} and l.answer in ('dropped', 'expired') order by u.name, u.id`);
  return [...rows];
}
