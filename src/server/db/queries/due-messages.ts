import "server-only";
import { sql } from "drizzle-orm";
import type { Permission } from "../../../contracts/permissions";
import type { Executor } from "../client";
import { dated } from "./dated";
import type { Person } from "./people";

/** What the sweep tells of. Each query takes what is due, marks it in the same statement, and leaves to others what they hold. */

const holds = (user: string, permission: Permission) => sql`exists (
  select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
  where ur.user_id = ${sql.raw(user)} and rp.permission = ${permission})`;

export interface DueRequest extends Record<string, unknown> {
  id: string;
  tokenId: string | null;
  requestedBy: string;
  reminders: number;
}

/** One open request whose reminder has come; the next one comes after a quarter of what then remains. */
export async function takeDueReminder(db: Executor, most: number): Promise<DueRequest | null> {
  const rows = await db.execute<DueRequest>(sql`
    update access_requests r set reminders = r.reminders + 1,
      next_reminder_at = case when r.reminders + 1 < ${most}
        then countersign_now() + (r.expires_at - countersign_now()) / 4 end
    where r.id = (
      select d.id from access_requests d
      where d.status = 'pending' and d.next_reminder_at <= countersign_now() and d.expires_at > countersign_now()
        and d.reminders < ${most}
      order by d.next_reminder_at limit 1 for update skip locked)
    returning r.id, r.token_id as "tokenId", r.requested_by as "requestedBy", r.reminders`);
  return rows[0] ?? null;
}

/** One open request that nobody decided with a quarter of its life left; once each. */
export async function takeDueEscalation(db: Executor): Promise<DueRequest | null> {
  const rows = await db.execute<DueRequest>(sql`
    update access_requests r set escalated_at = countersign_now()
    where r.id = (
      select d.id from access_requests d
      where d.status = 'pending' and d.escalated_at is null and d.expires_at > countersign_now()
        and d.expires_at - (d.expires_at - d.created_at) / 4 <= countersign_now()
      order by d.expires_at limit 1 for update skip locked)
    returning r.id, r.token_id as "tokenId", r.requested_by as "requestedBy", r.reminders`);
  return rows[0] ?? null;
}

/** Those asked to decide who still can: their code usable, its mailbox theirs, the permission held. */
export async function approversStillAsked(
  db: Executor,
  requestId: string,
): Promise<Array<Person & { issue: number }>> {
  const rows = await db.execute<{ id: string; name: string; email: string; issue: number }>(sql`
    select u.id, u.name, u.email, c.issue
    from approval_codes c join users u on u.id = c.approver_id join access_requests r on r.id = c.request_id
    where c.request_id = ${requestId} and c.used_at is null and c.voided_at is null and c.mailbox = u.email
      and u.status = 'active' and u.id <> r.requested_by and (${holds("u.id", "access_requests.decide")}
        or (r.kind = 'break_glass' and ${holds("u.id", "api_settings.manage")}))
    order by u.name, u.id`);
  return [...rows];
}

export interface DueEnd extends Record<string, unknown> {
  tokenId: string;
  networkId: string | null;
  /** Which reminder: 30, 7 or 1 days before; 0 once it has come. */
  days: number;
  endsAt: Date;
}

/**
 * Notes the nearest notice that is due of each token's end, and returns those that nobody noted before. A notice counts
 * where its day came after the end was approved: a token for a week is not said to end within 30 days.
 */
export async function takeTokenEnds(db: Executor, most: number): Promise<DueEnd[]> {
  const rows = await db.execute(sql`
    insert into expiry_notices (subject_id, expires_at, days)
    select d.id, d.expires_at, d.days
    from (
      select t.id, t.expires_at, t.approved_at, case when t.expires_at <= now.at then 0
        when t.expires_at <= now.at + interval '1 day' then 1
        when t.expires_at <= now.at + interval '7 days' then 7 else 30 end as days
      from security_tokens t, (select countersign_now() as at) now
      where t.approved_at is not null and t.revoked_at is null
        and t.expires_at <= now.at + interval '30 days' and t.expires_at > now.at - interval '7 days'
    ) d
    where not exists (
      select 1 from expiry_notices e where e.subject_id = d.id and e.expires_at = d.expires_at and e.days <= d.days)
      and d.expires_at - make_interval(days => d.days) > coalesce((
        select min(r.decided_at) from access_requests r
        where r.token_id = d.id and r.status = 'approved' and r.token_expires_at = d.expires_at), d.approved_at)
    order by d.id limit ${most}
    on conflict do nothing
    returning subject_id as "tokenId", null as "networkId", days, expires_at as "endsAt"`);
  return dated(rows);
}

/** The same for networks with an end of their own before their token's, unless another live one of that token covers them. */
export async function takeNetworkEnds(db: Executor, most: number): Promise<DueEnd[]> {
  const rows = await db.execute(sql`
    with noted as (
      insert into expiry_notices (subject_id, expires_at, days)
      select d.id, d.expires_at, d.days
      from (
        select n.id, n.token_id, n.network, n.expires_at, n.approved_at,
          case when n.expires_at <= now.at + interval '1 day' then 1 else 7 end as days
        from approved_networks n join security_tokens t on t.id = n.token_id, (select countersign_now() as at) now
        where n.revoked_at is null and n.expires_at > now.at and n.expires_at <= now.at + interval '7 days'
          and t.revoked_at is null and t.expires_at > n.expires_at
      ) d
      where not exists (
        select 1 from expiry_notices e where e.subject_id = d.id and e.expires_at = d.expires_at and e.days <= d.days)
        and d.expires_at - make_interval(days => d.days) > d.approved_at
        and not exists (
          select 1 from approved_networks o where o.token_id = d.token_id and o.network >>= d.network
            and o.revoked_at is null and (o.expires_at is null or o.expires_at > d.expires_at))
      order by d.id limit ${most}
      on conflict do nothing
      returning subject_id, days, expires_at
    )
    select n.token_id as "tokenId", n.id as "networkId", noted.days, noted.expires_at as "endsAt"
    from noted join approved_networks n on n.id = noted.subject_id order by n.id`);
  return dated(rows);
}

export interface DueAlert extends Record<string, unknown> {
  tokenId: string;
  block: string;
  /** ISO 8601. */
  hour: string;
  address: string | null;
  firstAt: Date;
  /** Refusals from that block within that hour so far. */
  count: number;
}

/** Takes alerts of refusals that nobody was told of; of a token that has ended, or a day old, none is returned. */
export async function takeRefusalAlerts(
  db: Executor,
  most: number,
): Promise<{ taken: number; due: DueAlert[] }> {
  const rows = await db.execute(sql`
    with due as (
      select token_id, block, hour from refusal_alerts where mailed_at is null
      order by first_at limit ${most} for update skip locked
    ), taken as (
      update refusal_alerts a set mailed_at = countersign_now() from due d
      where (a.token_id, a.block, a.hour) = (d.token_id, d.block, d.hour)
      returning a.token_id, a.block, a.hour, a.address, a.first_at
    )
    select a.token_id as "tokenId", text(a.block) as block, to_json(a.hour) #>> '{}' as hour, host(a.address) as address,
      a.first_at as "firstAt", greatest(1, (
        select coalesce(sum(f.refusals), 0) from token_refusals f where f.token_id = a.token_id and f.block = a.block
          and f.minute >= a.hour and f.minute < a.hour + interval '1 hour'))::int as count,
      t.revoked_at is null and t.expires_at > countersign_now()
        and a.first_at > countersign_now() - interval '1 day' as wanted
    from taken a join security_tokens t on t.id = a.token_id order by a.first_at`);
  const alerts = dated<DueAlert & { wanted: boolean }>(rows);
  return { taken: alerts.length, due: alerts.filter(({ wanted }) => wanted) };
}

/** Who looks after a token: its owner, or everyone who manages tokens where the owner does not any more. */
export async function tokenAudience(db: Executor, tokenId: string): Promise<Person[]> {
  const rows = await db.execute<{ id: string; name: string; email: string }>(sql`
    select u.id, u.name, u.email
    from security_tokens t join users o on o.id = t.created_by
    join users u on u.status = 'active' and ${holds("u.id", "api_settings.manage")}
    where t.id = ${tokenId}
      and (u.id = o.id or not (o.status = 'active' and ${holds("o.id", "api_settings.manage")}))
    order by u.name, u.id`);
  return [...rows];
}
