import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { RequestState } from "../../../contracts/access-request";
import type { RequestKind } from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import type { Executor } from "../client";
import { dated } from "./dated";

export interface RequestListRow extends Record<string, unknown> {
  id: string;
  kind: RequestKind;
  /** Null where the request is for no token. */
  reference: string | null;
  tokenId: string | null;
  purpose: string;
  requesterId: string;
  requesterName: string;
  networks: number;
  addresses: string;
  scopes: Scope[] | null;
  createdAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  deciderId: string | null;
  deciderName: string | null;
  state: RequestState;
  total: number;
}

const listed = sql`
  select r.id, r.kind, t.reference, r.token_id as "tokenId", r.purpose, r.requested_by as "requesterId",
    q.name as "requesterName", r.scopes, r.created_at as "createdAt", r.expires_at as "expiresAt",
    r.decided_at as "decidedAt", r.decided_by as "deciderId", (select name from users where id = r.decided_by) as "deciderName",
    n.networks, n.addresses,
    case when r.status = 'pending' and r.expires_at <= countersign_now() then 'expired' else r.status::text end as state
  from access_requests r
  left join security_tokens t on t.id = r.token_id
  join users q on q.id = r.requested_by
  cross join lateral (
    select count(*)::int as networks,
      sum(2::numeric ^ (case family(network) when 4 then 32 else 128 end - masklen(network)))::numeric(40)::text as addresses
    from access_request_networks where request_id = r.id) n`;

const groups: Record<string, SQL> = {
  waiting: sql`state = 'pending'`,
  decided: sql`state <> 'pending'`,
  all: sql`true`,
};

export interface RequestFilter {
  group: "waiting" | "decided" | "all";
  /** Only this person's, or everybody's. */
  requesterId: string | null;
  search: string;
  page: number;
  size: number;
}

/** Requests, waiting ones by age, then the decided ones, newest decision first. */
export async function listRequestRows(db: Executor, filter: RequestFilter): Promise<RequestListRow[]> {
  const like = `%${filter.search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const own = filter.requesterId ? sql`"requesterId" = ${filter.requesterId}` : sql`true`;
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (${listed}) as listed
    where ${groups[filter.group]} and ${own} and lower(coalesce(reference, '') || ' ' || purpose || ' ' || "requesterName") like ${like}
    order by state = 'pending' desc, case when state = 'pending' then "createdAt" end, "decidedAt" desc nulls last, id
    limit ${filter.size} offset ${(filter.page - 1) * filter.size}`);
  return dated(rows);
}

/** How many open requests wait for this person to decide. */
export async function countWaitingFor(db: Executor, approverId: string): Promise<number> {
  const rows = await db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from access_requests
    where status = 'pending' and expires_at > countersign_now() and requested_by <> ${approverId}`);
  return rows[0]?.waiting ?? 0;
}

/** How many open requests this person has asked. */
export async function countOpenOf(db: Executor, requesterId: string): Promise<number> {
  const rows = await db.execute<{ open: number }>(sql`
    select count(*)::int as open from access_requests
    where status = 'pending' and expires_at > countersign_now() and requested_by = ${requesterId}`);
  return rows[0]?.open ?? 0;
}

export interface OverlapRow extends Record<string, unknown> {
  requested: string;
  network: string;
  reference: string;
}

/** Live networks of other tokens that overlap what a request asks for. */
export async function overlapsOfRequest(db: Executor, requestId: string): Promise<OverlapRow[]> {
  const rows = await db.execute(sql`
    select text(q.network) as requested, text(n.network) as network, t.reference
    from access_request_networks q
    join access_requests r on r.id = q.request_id
    join approved_networks n on n.network && q.network and n.token_id <> r.token_id
    join security_tokens t on t.id = n.token_id
    where q.request_id = ${requestId} and n.revoked_at is null and t.revoked_at is null
      and least(n.expires_at, t.expires_at) > countersign_now()
    order by q.position, n.network, t.reference`);
  return dated(rows);
}

export interface AskedRow extends Record<string, unknown> {
  approverId: string;
  name: string;
  mailbox: string;
  askedAt: Date;
  /** The newest mail with their code, and how it stands. */
  messageId: string | null;
  mail: "queued" | "sent" | "failed" | null;
  mailAt: Date | null;
}

/** Who was asked to decide, and how their newest mail stands. */
export async function askedOfRequest(db: Executor, requestId: string): Promise<AskedRow[]> {
  const rows = await db.execute(sql`
    select c.approver_id as "approverId", u.name, c.mailbox, c.issued_at as "askedAt", m.id as "messageId", m.status as mail,
      coalesce(m.sent_at, m.failed_at, m.created_at) as "mailAt"
    from approval_codes c join users u on u.id = c.approver_id
    left join lateral (
      select * from messages x where x.access_request_id = c.request_id and x.recipient_id = c.approver_id
        and x.kind = 'approval_requested' order by x.created_at desc limit 1) m on true
    where c.request_id = ${requestId} order by u.name`);
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

/** What happened to a request and its token, newest first; reads are not part of it. */
export async function historyOfRequest(
  db: Executor,
  { id, tokenId }: { id: string; tokenId: string | null },
  most: number,
): Promise<HistoryRow[]> {
  const which = tokenId ? sql`e.token_id = ${tokenId}` : sql`e.access_request_id = ${id}`;
  const rows = await db.execute(sql`
    select e.at, e.action, u.id as "actorId", u.name as "actorName", host(e.client_ip) as "clientIp"
    from audit_events e left join users u on u.id = e.actor_id and e.actor_kind = 'user'
    where ${which} and e.actor_kind in ('user', 'system') order by e.id desc limit ${most}`);
  return dated(rows);
}

/** The names of a person's roles now. */
export async function rolesOf(db: Executor, userId: string): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${userId} order by r.name`);
  return rows.map(({ name }) => name);
}
