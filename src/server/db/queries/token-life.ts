import "server-only";
import { sql } from "drizzle-orm";
import type { RequestState } from "../../../contracts/access-request";
import type { TokenRequestKind } from "../../../contracts/request-kinds";
import type { Executor } from "../client";
import { dated } from "./dated";

export interface SecretRow extends Record<string, unknown> {
  id: string;
  lastFour: string;
  /** What granted it. */
  kind: TokenRequestKind;
  displayedAt: Date;
  displayedByName: string;
  savedAt: Date | null;
  firstUsedAt: Date | null;
  endsAt: Date | null;
  /** It has not ended; whether callers are let in is its token's and networks' matter too. */
  works: boolean;
}

/** Every secret that was displayed for a token, newest first; of each the last four characters alone. */
export async function secretsOfToken(db: Executor, tokenId: string): Promise<SecretRow[]> {
  const rows = await db.execute(sql`
    select s.id, s.last_four as "lastFour", r.kind, s.displayed_at as "displayedAt", u.name as "displayedByName",
      s.saved_at as "savedAt", s.first_used_at as "firstUsedAt", s.ends_at as "endsAt",
      s.ends_at is null or s.ends_at > countersign_now() as works
    from token_secrets s join access_requests r on r.id = s.request_id join users u on u.id = s.displayed_by
    where s.token_id = ${tokenId} order by s.displayed_at desc, s.id limit 20`);
  return dated(rows);
}

export interface AllowanceRow extends Record<string, unknown> {
  /** Whole requests that the minute's bucket holds now. */
  rateLeft: number;
  customersToday: number;
  customersLeft: number;
  /** When the UTC day ends. */
  dayEndsAt: Date;
}

/** What is left of the minute and the day, by the database's clock and the guarded read's reckoning; null before approval. */
export async function allowanceOfToken(db: Executor, tokenId: string): Promise<AllowanceRow | null> {
  const rows = await db.execute(sql`
    select floor(least(rate, refilled) + 1e-9)::int as "rateLeft", today as "customersToday",
      greatest(0, daily_limit - today) as "customersLeft", (day + 1)::timestamp at time zone 'UTC' as "dayEndsAt"
    from (
      select t.rate_per_minute as rate, t.daily_limit, n.day,
        u.rate_left + t.rate_per_minute * greatest(0, extract(epoch from n.now - u.refilled_at)::float8) / 60 as refilled,
        case when u.day = n.day then u.customers_read else 0 end as today
      from security_tokens t join token_usage u on u.token_id = t.id
      cross join (select now, (now at time zone 'UTC')::date as day from (select countersign_now() as now) as clock) n
      where t.id = ${tokenId}) as usage`);
  return dated<AllowanceRow>(rows)[0] ?? null;
}

export interface TokenRequestRow extends Record<string, unknown> {
  id: string;
  kind: TokenRequestKind;
  state: RequestState;
  requesterId: string;
  requesterName: string;
  createdAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  deciderName: string | null;
  decisionNote: string | null;
  reason: string;
  /** In hexadecimal. */
  digest: string;
}

/** What was ever asked for a token, newest first. */
export async function requestsOfToken(
  db: Executor,
  tokenId: string,
  most: number,
): Promise<TokenRequestRow[]> {
  const rows = await db.execute(sql`
    select r.id, r.kind, r.requested_by as "requesterId", q.name as "requesterName", r.created_at as "createdAt",
      r.expires_at as "expiresAt", r.decided_at as "decidedAt", (select name from users where id = r.decided_by) as "deciderName",
      r.decision_note as "decisionNote", r.reason, encode(r.digest, 'hex') as digest,
      case when r.status = 'pending' and r.expires_at <= countersign_now() then 'expired' else r.status::text end as state
    from access_requests r join users q on q.id = r.requested_by
    where r.token_id = ${tokenId} order by r.created_at desc, r.id limit ${most}`);
  return dated(rows);
}

/** How many tokens of a person's were never approved and not given up. */
export async function countDraftsOf(db: Executor, personId: string): Promise<number> {
  const rows = await db.execute<{ drafts: number }>(sql`
    select count(*)::int as drafts from security_tokens
    where created_by = ${personId} and approved_at is null and discarded_at is null and revoked_at is null`);
  return rows[0]?.drafts ?? 0;
}
