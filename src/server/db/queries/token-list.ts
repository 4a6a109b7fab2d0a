import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { TokenState } from "../../../contracts/access-request";
import type { TokenRequestKind } from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import type { TokenGroup } from "../../../contracts/token-filters";
import type { Executor } from "../client";
import { dated } from "./dated";
import {
  endsWithin,
  likeWords,
  newestGrant,
  type OwnerFilter,
  ownedBy,
  ownerLeft,
  searchedNetwork,
  tokenState,
} from "./token-conditions";

/** The newest grant of a secret: what for, by whom it is displayed, and how that stands. */
interface Grant {
  grantKind: TokenRequestKind;
  grantOwnerId: string;
  grantOwnerName: string;
  grantedAt: Date;
  grantOverlapSeconds: number;
  /** When it was displayed for the first time. */
  grantDisplayedAt: Date | null;
  display: "waiting" | "void" | "again" | "unsaved" | "lapsed" | "settled";
}

/** Where no secret was ever granted. */
type NoGrant = { [column in keyof Grant]: null };

export type TokenListRow = ListedToken & (Grant | NoGrant);

interface ListedToken extends Record<string, unknown> {
  id: string;
  reference: string;
  /** What was signed. */
  purpose: string;
  /** What people call it; null: its purpose. */
  name: string | null;
  notes: string;
  scopes: Scope[];
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  suspendedAt: Date | null;
  suspendedDay: string | null;
  suspendedDistinct: number | null;
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
  /** Allowed requests since the token began. */
  uses: number;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  /** Of the request that the token began with: the one that was approved, else the newest. */
  requestId: string | null;
  requestStatus: string | null;
  requestedAt: Date | null;
  requestExpiresAt: Date | null;
  decidedAt: Date | null;
  deciderName: string | null;
  decisionNote: string | null;
  /** The request that waits for a decision now. */
  openRequestId: string | null;
  openRequestKind: TokenRequestKind | null;
  state: TokenState;
}

/** One row a token with its derived state; the state decides nothing. */
const listed = sql`
  select t.id, t.reference, t.purpose, t.name, t.notes, t.scopes, t.rate_per_minute as "ratePerMinute",
    t.daily_limit as "dailyLimit", t.distinct_ceiling as "distinctCeiling",
    t.suspended_at as "suspendedAt", t.suspended_day::text as "suspendedDay", t.suspended_distinct as "suspendedDistinct", t.created_at as "createdAt", t.expires_at as "expiresAt", t.approved_at as "approvedAt",
    t.revoked_at as "revokedAt", t.created_by as "ownerId", owner.name as "ownerName", ${ownerLeft} as "ownerLeft",
    (select name from users where id = t.revoked_by) as "revokedByName",
    s.last_four as "lastFour", s.displayed_at as "displayedAt",
    coalesce(u.uses, 0)::float8 as uses, u.last_used_at as "lastUsedAt", host(u.last_used_from) as "lastUsedFrom",
    r.id as "requestId", r.status as "requestStatus", r.created_at as "requestedAt", r.expires_at as "requestExpiresAt",
    r.decided_at as "decidedAt", (select name from users where id = r.decided_by) as "deciderName",
    r.decision_note as "decisionNote", o.id as "openRequestId", o.kind as "openRequestKind",
    g.kind as "grantKind", g.requested_by as "grantOwnerId", (select name from users where id = g.requested_by) as "grantOwnerName",
    g.decided_at as "grantedAt", g.overlap_seconds as "grantOverlapSeconds",
    g.first_at as "grantDisplayedAt", g.display,
    ${tokenState} as state
  from security_tokens t
  join users owner on owner.id = t.created_by
  left join token_usage u on u.token_id = t.id
  left join lateral (
    select * from access_requests a
    where a.token_id = t.id and (t.approved_at is null or (a.kind = 'new_token' and a.status = 'approved'))
    order by a.created_at desc limit 1) r on true
  left join lateral (
    select * from access_requests a
    where a.token_id = t.id and a.status = 'pending' and a.expires_at > countersign_now() limit 1) o on true
  left join lateral (
    select *, bool_or(x.saved_at is not null or x.first_used_at is not null) over () as settled
    from token_secrets x where x.token_id = t.id order by x.displayed_at desc limit 1) s on true
  left join lateral (${newestGrant}) g on true
  where t.discarded_at is null`;

const groups: Record<TokenGroup, SQL> = {
  all: sql`true`,
  live: sql`state in ('live', 'displayed', 'approved')`,
  pending: sql`"openRequestId" is not null`,
  drafts: sql`state = 'draft'`,
  expiring: sql`state = 'expiring'`,
  suspended: sql`state = 'suspended'`,
  ended: sql`state in ('expired', 'revoked', 'rejected', 'lapsed')`,
  standing: sql`("approvedAt" is not null and state not in ('expired', 'revoked'))`,
  to_display: sql`(display = 'waiting' and state not in ('expired', 'revoked'))`,
};

export interface TokenFilter {
  group: TokenGroup;
  search: string;
  owner: OwnerFilter;
  within: number | null;
}

/** The tokens of a filter: newest first, or the next to end first where it is asked for those that end. */
export async function listTokenRows(
  db: Executor,
  filter: TokenFilter,
  { page, size }: { page: number; size: number },
): Promise<TokenListRow[]> {
  const order = filter.within === null ? sql`"createdAt" desc` : sql`"expiresAt"`;
  const rows = await db.execute(sql`
    select * from (${listed}) as listed where ${groups[filter.group]} and ${matches(filter)}
    order by ${order}, id limit ${size} offset ${(page - 1) * size}`);
  return dated(rows);
}

export async function findTokenRow(db: Executor, tokenId: string): Promise<TokenListRow | null> {
  const rows = await db.execute(sql`select * from (${listed}) as listed where id = ${tokenId}`);
  return dated<TokenListRow>(rows)[0] ?? null;
}

/** This person's token that most wants attention: one whose secret is to be displayed, then pending, then draft; newest first. */
export async function findCurrentToken(db: Executor, personId: string): Promise<string | null> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from (
      select *, case
        when "grantOwnerId" = ${personId} and display = 'waiting' and state not in ('revoked', 'expired') then 1
        when "grantOwnerId" = ${personId} and display in ('again', 'unsaved') and state = 'displayed' then 2
        when "ownerId" = ${personId} and state in ('pending', 'draft') then 3
      end as urgency from (${listed}) as listed) as ranked
    where urgency is not null order by urgency, "createdAt" desc limit 1`);
  return rows[0]?.id ?? null;
}

/** How many tokens of the filter each group holds, for the filter's labels. */
export async function countTokenGroups(
  db: Executor,
  filter: Omit<TokenFilter, "group">,
): Promise<Record<TokenGroup, number>> {
  const names = Object.keys(groups) as TokenGroup[];
  const columns = names.map(
    (name) => sql`count(*) filter (where ${groups[name]})::int as ${sql.identifier(name)}`,
  );
  const [row] = await db.execute<Record<TokenGroup, number>>(sql`
    select ${sql.join(columns, sql`, `)} from (${listed}) as listed where ${matches(filter)}`);
  if (!row) throw new Error("Counting gave no row.");
  return row;
}

/** Everyone who generated a token, by name: whom the lists can be narrowed to. */
export async function listTokenOwners(db: Executor): Promise<Array<{ id: string; name: string }>> {
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select id, name from users where id in (select created_by from security_tokens where discarded_at is null)
    order by name, id limit 200`);
  return [...rows];
}

function matches({ search, owner, within }: Omit<TokenFilter, "group">): SQL {
  return sql`${ownedBy(owner)} and ${endsWithin(within)} and ${named(search)}`;
}

/** Words in its texts or in those of its networks; an address also finds the networks that it lies in. */
function named(search: string): SQL {
  if (search === "") return sql`true`;
  const like = likeWords(search);
  const cidr = searchedNetwork(search);
  const inside = cidr ? sql`or n.network && ${cidr}::cidr` : sql``;
  return sql`(lower(reference || ' ' || purpose || ' ' || coalesce(name, '')) like ${like} or exists (
    select 1 from approved_networks n where n.token_id = listed.id
      and (lower(text(n.network) || ' ' || n.label) like ${like} ${inside})))`;
}
