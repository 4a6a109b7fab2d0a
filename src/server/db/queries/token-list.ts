import "server-only";
import { type SQL, sql } from "drizzle-orm";
import {
  displayDays,
  expiringDays,
  type NetworkState,
  type TokenState,
} from "../../../contracts/access-request";
import type { Scope } from "../../../contracts/scopes";
import type { Executor } from "../client";
import { dated } from "./dated";

export interface TokenListRow extends Record<string, unknown> {
  id: string;
  reference: string;
  purpose: string;
  scopes: Scope[];
  ratePerMinute: number;
  dailyLimit: number;
  createdAt: Date;
  expiresAt: Date;
  approvedAt: Date | null;
  revokedAt: Date | null;
  ownerId: string;
  ownerName: string;
  /** The owner no longer may ask for tokens: check that the token is still needed. */
  ownerLeft: boolean;
  revokedByName: string | null;
  lastFour: string | null;
  displayedAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  requestId: string | null;
  requestStatus: string | null;
  requestedAt: Date | null;
  requestExpiresAt: Date | null;
  decidedAt: Date | null;
  deciderName: string | null;
  decisionNote: string | null;
  state: TokenState;
}

/** One row a token with its derived state; the state decides nothing. */
const listed = sql`
  select t.id, t.reference, t.purpose, t.scopes, t.rate_per_minute as "ratePerMinute", t.daily_limit as "dailyLimit",
    t.created_at as "createdAt", t.expires_at as "expiresAt", t.approved_at as "approvedAt", t.revoked_at as "revokedAt",
    t.created_by as "ownerId", owner.name as "ownerName",
    not exists (select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
      where ur.user_id = t.created_by and rp.permission = 'api_settings.manage' and owner.status = 'active') as "ownerLeft",
    (select name from users where id = t.revoked_by) as "revokedByName",
    s.last_four as "lastFour", s.displayed_at as "displayedAt",
    used.at as "lastUsedAt", host(used.client_ip) as "lastUsedFrom",
    r.id as "requestId", r.status as "requestStatus", r.created_at as "requestedAt", r.expires_at as "requestExpiresAt",
    r.decided_at as "decidedAt", (select name from users where id = r.decided_by) as "deciderName",
    r.decision_note as "decisionNote",
    case
      when t.revoked_at is not null then 'revoked'
      when t.approved_at is not null and t.expires_at <= countersign_now() then 'expired'
      when t.approved_at is not null and s.id is null and t.approved_at + make_interval(days => ${displayDays}) <= countersign_now() then 'lapsed'
      when t.approved_at is not null and s.id is null then 'approved'
      when t.approved_at is not null and s.saved_at is null and s.first_used_at is null then 'displayed'
      when t.approved_at is not null and t.expires_at <= countersign_now() + make_interval(days => ${expiringDays}) then 'expiring'
      when t.approved_at is not null then 'live'
      when r.status = 'pending' and r.expires_at > countersign_now() then 'pending'
      when r.status = 'rejected' then 'rejected'
      else 'draft'
    end as state
  from security_tokens t
  join users owner on owner.id = t.created_by
  left join lateral (select * from access_requests a where a.token_id = t.id order by a.created_at desc limit 1) r on true
  left join lateral (select * from token_secrets x where x.token_id = t.id order by x.displayed_at desc limit 1) s on true
  left join lateral (
    select e.at, e.client_ip from audit_events e
    where e.token_id = t.id and e.actor_kind = 'token' and e.outcome = 'allowed' order by e.id desc limit 1) used on true
  where t.discarded_at is null`;

const groups: Record<string, SQL> = {
  all: sql`true`,
  live: sql`state in ('live', 'displayed', 'approved')`,
  pending: sql`state in ('pending', 'draft')`,
  expiring: sql`state = 'expiring'`,
  ended: sql`state in ('expired', 'revoked', 'rejected', 'lapsed')`,
};

export interface TokenFilter {
  group: "all" | "live" | "pending" | "expiring" | "ended";
  search: string;
  page: number;
  size: number;
}

/** Tokens whose reference, purpose or any network's text holds the search words, newest first. */
export async function listTokenRows(db: Executor, filter: TokenFilter): Promise<TokenListRow[]> {
  const rows = await db.execute(sql`
    select * from (${listed}) as listed where ${groups[filter.group]} and ${matches(filter.search)}
    order by "createdAt" desc, id limit ${filter.size + 1} offset ${(filter.page - 1) * filter.size}`);
  return dated(rows);
}

export async function findTokenRow(db: Executor, tokenId: string): Promise<TokenListRow | null> {
  const rows = await db.execute(sql`select * from (${listed}) as listed where id = ${tokenId}`);
  return dated<TokenListRow>(rows)[0] ?? null;
}

/** This person's token that most wants attention: approved, displayed but unsaved, pending, draft; newest first. */
export async function findCurrentToken(db: Executor, ownerId: string): Promise<string | null> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from (${listed}) as listed
    where "ownerId" = ${ownerId} and state in ('approved', 'displayed', 'pending', 'draft')
    order by array_position(array['approved', 'displayed', 'pending', 'draft'], state), "createdAt" desc limit 1`);
  return rows[0]?.id ?? null;
}

/** How many tokens each group holds, for the filter's labels. */
export async function countTokenGroups(db: Executor): Promise<Record<TokenFilter["group"], number>> {
  const rows = await db.execute<Record<TokenFilter["group"], number>>(sql`
    select count(*)::int as all, count(*) filter (where ${groups.live})::int as live,
      count(*) filter (where ${groups.pending})::int as pending, count(*) filter (where ${groups.expiring})::int as expiring,
      count(*) filter (where ${groups.ended})::int as ended
    from (${listed}) as listed`);
  return rows[0] ?? { all: 0, live: 0, pending: 0, expiring: 0, ended: 0 };
}

function matches(search: string): SQL {
  if (search === "") return sql`true`;
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(lower(reference) like ${like} or lower(purpose) like ${like} or exists (
    select 1 from approved_networks n where n.token_id = listed.id and text(n.network) like ${like}))`;
}

export interface NetworkListRow extends Record<string, unknown> {
  id: string;
  tokenId: string;
  reference: string;
  purpose: string;
  network: string;
  label: string;
  approvedByName: string;
  approvedAt: Date;
  /** Its own expiry, or its token's. */
  expiresAt: Date;
  revokedAt: Date | null;
  revokedByName: string | null;
  state: NetworkState;
  total: number;
}

const networks = sql`
  select n.id, n.token_id as "tokenId", t.reference, t.purpose, text(n.network) as network, n.label,
    a.name as "approvedByName", n.approved_at as "approvedAt", least(n.expires_at, t.expires_at) as "expiresAt",
    coalesce(n.revoked_at, t.revoked_at) as "revokedAt",
    (select name from users where id = coalesce(n.revoked_by, t.revoked_by)) as "revokedByName",
    case
      when n.revoked_at is not null or t.revoked_at is not null then 'revoked'
      when least(n.expires_at, t.expires_at) <= countersign_now() then 'expired'
      when least(n.expires_at, t.expires_at) <= countersign_now() + make_interval(days => ${expiringDays}) then 'expiring'
      else 'live'
    end as state
  from approved_networks n join security_tokens t on t.id = n.token_id join users a on a.id = n.approved_by`;

/** Approved IPs, live ones first, whose network, label, token or purpose holds the search words. */
export async function listNetworkRows(
  db: Executor,
  filter: { search: string; page: number; size: number },
): Promise<NetworkListRow[]> {
  const like = `%${filter.search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (${networks}) as listed
    where lower(network || ' ' || label || ' ' || reference || ' ' || purpose) like ${like}
    order by state in ('live', 'expiring') desc, "approvedAt" desc, id
    limit ${filter.size} offset ${(filter.page - 1) * filter.size}`);
  return dated(rows);
}

export async function networksOfToken(db: Executor, tokenId: string): Promise<NetworkListRow[]> {
  const rows = await db.execute(
    sql`select *, count(*) over ()::int as total from (${networks}) as listed where "tokenId" = ${tokenId} order by network`,
  );
  return dated(rows);
}
