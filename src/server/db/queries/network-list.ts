import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { NetworkState } from "../../../contracts/access-request";
import type { RefusingReason } from "../../../contracts/token-filters";
import type { Executor } from "../client";
import { dated } from "./dated";
import {
  endsWithin,
  likeWords,
  networkState,
  type OwnerFilter,
  ownedBy,
  ownerLeft,
  searchedNetwork,
  secretWorks,
} from "./token-conditions";

export interface NetworkListRow extends Record<string, unknown> {
  id: string;
  tokenId: string;
  reference: string;
  purpose: string;
  name: string | null;
  network: string;
  label: string;
  approvedByName: string;
  approvedAt: Date;
  /** Its own expiry, or its token's. */
  expiresAt: Date;
  /** It lives as long as its token. */
  withToken: boolean;
  revokedAt: Date | null;
  revokedByName: string | null;
  /** Allowed requests that came from it. */
  uses: number;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  state: NetworkState;
  /** It stands, but its token answers nobody until the suspension is lifted. */
  tokenSuspended: boolean;
  total: number;
}

const listed = sql`
  select n.id, n.token_id as "tokenId", t.reference, t.purpose, t.name, text(n.network) as network, n.label,
    n.network as cidr, t.created_by as "ownerId", ${ownerLeft} as "ownerLeft",
    a.name as "approvedByName", n.approved_at as "approvedAt", least(n.expires_at, t.expires_at) as "expiresAt",
    n.expires_at is null as "withToken", coalesce(n.revoked_at, t.revoked_at) as "revokedAt",
    (select name from users where id = coalesce(n.revoked_by, t.revoked_by)) as "revokedByName",
    coalesce(u.uses, 0)::float8 as uses, u.last_used_at as "lastUsedAt", host(u.last_used_from) as "lastUsedFrom",
    ${networkState} as state, t.suspended_at is not null as "tokenSuspended"
  from approved_networks n
  join security_tokens t on t.id = n.token_id
  join users owner on owner.id = t.created_by
  join users a on a.id = n.approved_by
  left join network_usage u on u.network_id = n.id`;

export interface NetworkFilter {
  state: NetworkState | null;
  search: string;
  owner: OwnerFilter;
  within: number | null;
}

/** Approved IPs of a filter, live ones first, or the next to end first where it is asked for those that end. */
export async function listNetworkRows(
  db: Executor,
  filter: NetworkFilter,
  { page, size }: { page: number; size: number },
): Promise<NetworkListRow[]> {
  const { state, owner, within } = filter;
  const order =
    within === null ? sql`state in ('live', 'expiring') desc, "approvedAt" desc` : sql`"expiresAt"`;
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (${listed}) as listed
    where ${state ? sql`state = ${state}` : sql`true`} and ${ownedBy(owner)} and ${endsWithin(within)} and ${named(filter.search)}
    order by ${order}, id limit ${size} offset ${(page - 1) * size}`);
  return dated(rows);
}

function named(search: string): SQL {
  if (search === "") return sql`true`;
  const cidr = searchedNetwork(search);
  const inside = cidr ? sql`or cidr && ${cidr}::cidr` : sql``;
  return sql`(lower(network || ' ' || label || ' ' || reference || ' ' || purpose || ' ' || coalesce(name, ''))
    like ${likeWords(search)} ${inside})`;
}

/** A token's networks, live ones first, in the order of addresses. */
export async function networksOfToken(db: Executor, tokenId: string): Promise<NetworkListRow[]> {
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (${listed}) as listed where "tokenId" = ${tokenId}
    order by state in ('live', 'expiring') desc, cidr, "approvedAt" desc`);
  return dated(rows);
}

export interface AcceptingRow extends Record<string, unknown> {
  tokenId: string;
  reference: string;
  purpose: string;
  name: string | null;
  network: string;
  label: string;
  expiresAt: Date;
  revokedAt: Date | null;
  /** Null: a call from the address would be let in. */
  refusal: RefusingReason | null;
  total: number;
}

/**
 * Every token with the network that lets an address in, or would have: the best one of each token, those that accept first.
 * `prefixes` are all networks that hold the address, so that the index finds them.
 */
export async function listAcceptingTokens(
  db: Executor,
  prefixes: readonly string[],
  most: number,
): Promise<AcceptingRow[]> {
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (
      select distinct on (t.id) t.id as "tokenId", t.reference, t.purpose, t.name, text(n.network) as network, n.label,
        least(n.expires_at, t.expires_at) as "expiresAt", coalesce(n.revoked_at, t.revoked_at) as "revokedAt",
        case
          when t.revoked_at is not null then 'token_revoked'
          when t.expires_at <= countersign_now() then 'token_expired'
          when t.suspended_at is not null then 'token_suspended'
          when n.revoked_at is not null then 'network_revoked'
          when n.expires_at <= countersign_now() then 'network_expired'
          when not ${secretWorks} then 'not_displayed'
        end as refusal
      from approved_networks n join security_tokens t on t.id = n.token_id
      where n.network = any(${sql.param([...prefixes])}::cidr[])
      order by t.id, (n.revoked_at is null and coalesce(n.expires_at > countersign_now(), true)) desc, masklen(n.network) desc,
        n.approved_at desc) as found
    order by refusal is null desc, reference limit ${most}`);
  return dated(rows);
}
