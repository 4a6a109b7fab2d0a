import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { displayAgainMinutes, displayDays, expiringDays } from "../../../contracts/access-request";
import { parseAnyNetwork } from "../../../contracts/network";
import { secretRequestKinds } from "../../../contracts/request-kinds";

/** Whose tokens: this person's, or those whose owner may no longer ask for any. */
export type OwnerFilter = { personId: string } | "left" | null;

/** The owner of `t`, joined as `owner`, may no longer ask for tokens. */
export const ownerLeft = sql`not exists (
  select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
  where ur.user_id = t.created_by and rp.permission = 'api_settings.manage' and owner.status = 'active')`;

/** What was signed, of a `t` that people call otherwise: anybody who manages tokens gives a name, and nobody signs it. */
export const signedPurpose = sql`case when t.name <> t.purpose then t.purpose end`;

/** A secret of `t` works now, whatever becomes of its token and networks. */
export const secretWorks = sql`exists (
  select 1 from token_secrets w where w.token_id = t.id and (w.ends_at is null or w.ends_at > countersign_now()))`;

/**
 * What an approved request grants was voided before anybody displayed it. The decision itself is final, so that its record
 * is what says so, whatever became of roles, their permissions and the account since.
 */
export const grantVoided = (requestId: SQL) => sql`exists (
  select 1 from audit_events v where v.access_request_id = ${requestId} and v.action = 'request.voided')`;

/**
 * The newest approved request of `t` that grants a secret, and how its display stands: waiting for its requester, void with
 * the role that they lost, possible again, over but unsaved, lapsed, or settled.
 */
export const newestGrant = sql`
  select a.id, a.kind, a.requested_by, a.decided_at, a.overlap_seconds, d.first_at,
    case
      when d.displays = 0 and ${grantVoided(sql`a.id`)} then 'void'
      when d.displays = 0 and a.decided_at + make_interval(days => ${displayDays}) <= countersign_now() then 'lapsed'
      when d.displays = 0 then 'waiting'
      when d.settled then 'settled'
      when d.first_at + make_interval(mins => ${displayAgainMinutes}) > countersign_now() then 'again'
      else 'unsaved'
    end as display
  from access_requests a
  cross join lateral (
    select count(*) as displays, min(x.displayed_at) as first_at,
      coalesce(bool_or(x.saved_at is not null or x.first_used_at is not null), false) as settled
    from token_secrets x where x.request_id = a.id) d
  where a.token_id = t.id and a.status = 'approved'
    and a.kind = any(${sql.param([...secretRequestKinds])}::access_request_kind[])
  order by a.decided_at desc, a.id desc limit 1`;

/** The token's state as people see it, over `t`, its newest request `r` and its newest secret `s`. */
export const tokenState = sql`
  case
    when t.revoked_at is not null then 'revoked'
    when t.approved_at is not null and t.expires_at <= countersign_now() then 'expired'
    when t.suspended_at is not null then 'suspended'
    when t.approved_at is not null and s.id is null and g.display = 'lapsed' then 'lapsed'
    when t.approved_at is not null and s.id is null then 'approved'
    when t.approved_at is not null and not s.settled then 'displayed'
    when t.approved_at is not null and t.expires_at <= countersign_now() + make_interval(days => ${expiringDays}) then 'expiring'
    when t.approved_at is not null then 'live'
    when o.id is not null then 'pending'
    when r.status = 'rejected' then 'rejected'
    else 'draft'
  end`;

/** A network's state, over `n` and its token `t`. */
export const networkState = sql`
  case
    when n.revoked_at is not null or t.revoked_at is not null then 'revoked'
    when least(n.expires_at, t.expires_at) <= countersign_now() then 'expired'
    when least(n.expires_at, t.expires_at) <= countersign_now() + make_interval(days => ${expiringDays}) then 'expiring'
    else 'live'
  end`;

/** The search's words as a pattern of LIKE, in which they stand for themselves. */
export const likeWords = (search: string) => `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

/** The network that somebody searches by, canonical; null where the words are none. */
export function searchedNetwork(search: string): string | null {
  const read = parseAnyNetwork(search.trim());
  return read.ok ? read.network.cidr : null;
}

export function ownedBy(owner: OwnerFilter): SQL {
  if (owner === null) return sql`true`;
  return owner === "left" ? sql`"ownerLeft"` : sql`"ownerId" = ${owner.personId}`;
}

/** `"expiresAt"` lies ahead, and no further than so many days. */
export function endsWithin(days: number | null): SQL {
  if (days === null) return sql`true`;
  return sql`("expiresAt" > countersign_now() and "expiresAt" <= countersign_now() + make_interval(days => ${days})
    and "approvedAt" is not null and "revokedAt" is null)`;
}
