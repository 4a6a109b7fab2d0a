import "server-only";
import { sql } from "drizzle-orm";
import type { RequestState } from "../../../contracts/access-request";
import type { Scope } from "../../../contracts/scopes";
import type { Executor } from "../client";
import { dated } from "./dated";

export interface OverlapRow extends Record<string, unknown> {
  requested: string;
  network: string;
  reference: string;
  /** It is live for the very token that the request is about. */
  own: boolean;
}

/** Live networks that overlap what a request asks for; those that it opened itself are none. */
export async function overlapsOfRequest(db: Executor, requestId: string): Promise<OverlapRow[]> {
  const rows = await db.execute(sql`
    select text(q.network) as requested, text(n.network) as network, t.reference, n.token_id = r.token_id as own
    from access_request_networks q
    join access_requests r on r.id = q.request_id
    join approved_networks n on n.network && q.network and n.request_id <> r.id
    join security_tokens t on t.id = n.token_id
    where q.request_id = ${requestId} and n.revoked_at is null and t.revoked_at is null
      and least(n.expires_at, t.expires_at) > countersign_now()
    order by q.position, n.network, t.reference`);
  return dated(rows);
}

export interface HistoryRow extends Record<string, unknown> {
  at: Date;
  action: string;
  /** Null where the system acted. */
  actorId: string | null;
  actorName: string | null;
  clientIp: string | null;
}

/**
 * What happened to a request, newest first: each decider's first look alone, and nothing of comments, which stand there
 * themselves.
 */
export async function historyOfRequest(db: Executor, requestId: string, most: number): Promise<HistoryRow[]> {
  const rows = await db.execute(sql`
    select e.at, e.action, u.id as "actorId", u.name as "actorName", host(e.client_ip) as "clientIp"
    from (select *, row_number() over (partition by action, actor_id order by id) as time from audit_events
      where access_request_id = ${requestId} and actor_kind in ('user', 'system') and action <> 'request.commented'
        and action not like 'customer.%') e
    left join users u on u.id = e.actor_id and e.actor_kind = 'user'
    where e.action <> 'request.opened' or e.time = 1
    order by e.id desc limit ${most}`);
  return dated(rows);
}

/** The names of a person's roles now. */
export async function rolesOf(db: Executor, userId: string): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${userId} order by r.name`);
  return rows.map(({ name }) => name);
}

export interface TokenBefore extends Record<string, unknown> {
  scopes: Scope[];
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  tokenExpiresAt: Date;
}

/** What was signed for the token before this request, which is for its version; null for the first one. */
export async function tokenBefore(
  db: Executor,
  { tokenId, tokenVersion }: { tokenId: string; tokenVersion: number },
): Promise<TokenBefore | null> {
  const rows = await db.execute(sql`
    select scopes, rate_per_minute as "ratePerMinute", daily_limit as "dailyLimit",
      distinct_ceiling as "distinctCeiling", token_expires_at as "tokenExpiresAt"
    from access_requests where token_id = ${tokenId} and status = 'approved' and token_version < ${tokenVersion}
    order by token_version desc limit 1`);
  return dated<TokenBefore>(rows)[0] ?? null;
}

export interface TokenNow extends Record<string, unknown> {
  /** What people call it; null: its purpose. */
  name: string | null;
  version: number;
  createdAt: Date;
  creatorId: string;
  creatorName: string;
  approvedAt: Date | null;
  discardedAt: Date | null;
  revokedAt: Date | null;
  expired: boolean;
  suspendedAt: Date | null;
  suspendedDay: string | null;
  suspendedDistinct: number | null;
}

/** The token of a request as it stands now; tokens are never deleted. */
export async function tokenNow(db: Executor, tokenId: string): Promise<TokenNow> {
  const rows = await db.execute(sql`
    select t.name, t.version, t.created_at as "createdAt", t.created_by as "creatorId", u.name as "creatorName",
      t.approved_at as "approvedAt", t.discarded_at as "discardedAt", t.revoked_at as "revokedAt",
      t.expires_at <= countersign_now() as expired, t.suspended_at as "suspendedAt",
      t.suspended_day::text as "suspendedDay", t.suspended_distinct as "suspendedDistinct"
    from security_tokens t join users u on u.id = t.created_by where t.id = ${tokenId}`);
  const [row] = dated<TokenNow>(rows);
  if (!row) throw new Error("There is no such token.");
  return row;
}

export interface PresentNetwork extends Record<string, unknown> {
  network: string;
  label: string;
  expiresAt: Date | null;
  total: number;
}

/** The token's other networks that were live when the request was decided, or are now while it is open. */
export async function networksBeside(
  db: Executor,
  { requestId, most }: { requestId: string; most: number },
): Promise<PresentNetwork[]> {
  const rows = await db.execute(sql`
    select text(n.network) as network, n.label, n.expires_at as "expiresAt", count(*) over ()::int as total
    from access_requests r cross join lateral (select coalesce(r.decided_at, countersign_now()) as at) m
    join approved_networks n on n.token_id = r.token_id and n.request_id <> r.id
    where r.id = ${requestId} and n.approved_at <= m.at and (n.revoked_at is null or n.revoked_at > m.at)
      and (n.expires_at is null or n.expires_at > m.at)
    order by n.network limit ${most}`);
  return dated(rows);
}

export interface CopyRow extends Record<string, unknown> {
  id: string;
  createdAt: Date;
  state: RequestState;
  /** This one was made from the request; otherwise the request was made from it. */
  later: boolean;
}

/** The request that this one was copied from, and those that were copied from it. */
export async function copiesOfRequest(db: Executor, requestId: string): Promise<CopyRow[]> {
  const rows = await db.execute(sql`
    select r.id, r.created_at as "createdAt", r.copied_from is not distinct from ${requestId}::uuid as later,
      case when r.status = 'pending' and r.expires_at <= countersign_now() then 'expired' else r.status::text end as state
    from access_requests r
    where r.copied_from = ${requestId} or r.id = (select copied_from from access_requests where id = ${requestId})
    order by r.created_at`);
  return dated(rows);
}

/** Whether a request for this token waits for its decision. */
export async function hasOpenRequest(db: Executor, tokenId: string): Promise<boolean> {
  const rows = await db.execute(
    sql`select 1 from access_requests where token_id = ${tokenId} and status = 'pending' limit 1`,
  );
  return rows.length > 0;
}
