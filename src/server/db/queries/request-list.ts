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
  /** Reminders that went to all who were asked. */
  reminders: number;
  escalatedAt: Date | null;
  /** Names of those who were asked. */
  asked: string[];
  /** Of those, whose newest mail could not be delivered. */
  failedMails: number;
  state: RequestState;
  total: number;
}

/** What a request's state is by the database's clock: a pending one whose time is over counts as expired. */
const stateNow = sql`case when r.status = 'pending' and r.expires_at <= countersign_now() then 'expired' else r.status::text end`;

const listed = sql`
  select r.id, r.kind, t.reference, r.token_id as "tokenId", r.purpose, r.requested_by as "requesterId",
    q.name as "requesterName", r.scopes, r.created_at as "createdAt", r.expires_at as "expiresAt",
    r.decided_at as "decidedAt", r.decided_by as "deciderId", d.name as "deciderName", r.reminders,
    r.escalated_at as "escalatedAt", ${stateNow} as state
  from access_requests r
  left join security_tokens t on t.id = r.token_id
  left join users d on d.id = r.decided_by
  join users q on q.id = r.requested_by`;

/** How an approver's newest mail with their code stands. */
const newestCodeMail = sql`
  select m.id, m.status, coalesce(m.sent_at, m.failed_at, m.created_at) as at from messages m
  where m.access_request_id = c.request_id and m.recipient_id = c.approver_id
    and m.kind in ('approval_requested', 'approval_reminder') order by m.created_at desc, m.id limit 1`;

const groups: Record<string, SQL> = {
  waiting: sql`state = 'pending'`,
  decided: sql`state <> 'pending'`,
  all: sql`true`,
};

export interface RequestFilter {
  group: "waiting" | "decided" | "all";
  state?: RequestState | undefined;
  kind?: RequestKind | undefined;
  /** Only this person's, or everybody's. */
  requesterId: string | null;
  /** Everybody's of these kinds, and all of this person's. */
  sight: { kinds: readonly RequestKind[]; userId: string };
  search: string;
  page: number;
  size: number;
}

function matching({ group, state, kind, requesterId, sight, search }: RequestFilter): SQL {
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return sql.join(
    [
      groups[group] ?? sql`true`,
      state ? sql`state = ${state}` : sql`true`,
      kind ? sql`kind = ${kind}` : sql`true`,
      requesterId ? sql`"requesterId" = ${requesterId}` : sql`true`,
      sql`("requesterId" = ${sight.userId} or kind = any(${sql.param([...sight.kinds])}::access_request_kind[]))`,
      sql`lower(coalesce(reference, '') || ' ' || purpose || ' ' || "requesterName") like ${like}`,
    ],
    sql` and `,
  );
}

/** Requests, waiting ones by age, then the closed ones, newest first. */
export async function listRequestRows(db: Executor, filter: RequestFilter): Promise<RequestListRow[]> {
  const order = sql`state = 'pending' desc, case when state = 'pending' then "createdAt" end,
    coalesce("decidedAt", "expiresAt") desc, id`;
  const rows = await db.execute(sql`
    with page as (
      select *, count(*) over ()::int as total, row_number() over (order by ${order}) as position
      from (${listed}) as listed where ${matching(filter)}
      order by position limit ${filter.size} offset ${(filter.page - 1) * filter.size})
    select page.*, n.networks, n.addresses, a.asked, a."failedMails" from page
    cross join lateral (
      select count(*)::int as networks,
        coalesce(sum(2::numeric ^ (case family(network) when 4 then 32 else 128 end - masklen(network))), 0)::numeric(40)::text
          as addresses
      from access_request_networks where request_id = page.id) n
    cross join lateral (
      select coalesce(array_agg(u.name order by u.name), '{}') as asked,
        count(*) filter (where m.status = 'failed')::int as "failedMails"
      from approval_codes c join users u on u.id = c.approver_id left join lateral (${newestCodeMail}) m on true
      where c.request_id = page.id) a
    order by position`);
  return dated(rows);
}

/** Whether this person ever asked for anything. */
export async function hasAsked(db: Executor, userId: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from access_requests where requested_by = ${userId} limit 1`);
  return rows.length > 0;
}

/** How many open requests of these kinds wait for this person to decide. */
export async function countWaitingFor(
  db: Executor,
  approverId: string,
  kinds: readonly RequestKind[],
): Promise<number> {
  const rows = await db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from access_requests
    where status = 'pending' and expires_at > countersign_now() and requested_by <> ${approverId}
      and kind = any(${sql.param([...kinds])}::access_request_kind[])`);
  return rows[0]?.waiting ?? 0;
}

/** How many open requests this person has asked. */
export async function countOpenOf(db: Executor, requesterId: string): Promise<number> {
  const rows = await db.execute<{ open: number }>(sql`
    select count(*)::int as open from access_requests
    where status = 'pending' and expires_at > countersign_now() and requested_by = ${requesterId}`);
  return rows[0]?.open ?? 0;
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
  /** Reminders to this person, and the newest. */
  reminders: number;
  remindedAt: Date | null;
}

/** Who was asked to decide, who was reminded, and how their newest mail stands. */
export async function askedOfRequest(db: Executor, requestId: string): Promise<AskedRow[]> {
  const rows = await db.execute(sql`
    select c.approver_id as "approverId", u.name, c.mailbox, c.issued_at as "askedAt", m.id as "messageId", m.status as mail,
      m.at as "mailAt", g.reminders, g.reminded_at as "remindedAt"
    from approval_codes c join users u on u.id = c.approver_id
    left join lateral (${newestCodeMail}) m on true
    cross join lateral (
      select count(*)::int as reminders, max(x.created_at) as reminded_at from messages x
      where x.access_request_id = c.request_id and x.recipient_id = c.approver_id and x.kind = 'approval_reminder') g
    where c.request_id = ${requestId} order by u.name`);
  return dated(rows);
}
