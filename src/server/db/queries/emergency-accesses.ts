import "server-only";
import { sql } from "drizzle-orm";
import type { RequestState } from "../../../contracts/access-request";
import type { Finding } from "../../../contracts/emergency-access";
import type { Executor } from "../client";
import { dated } from "./dated";

const live = sql`e.ended_at is null and e.expires_at > countersign_now()`;

export interface LiveEmergency extends Record<string, unknown> {
  requestId: string;
  address: string;
  expiresAt: Date;
}

/** The one emergency access of this person that is live now, wherever they stand. */
export async function liveEmergencyOf(db: Executor, userId: string): Promise<LiveEmergency | null> {
  const rows = await db.execute(sql`
    select e.request_id as "requestId", host(e.address) as address, e.expires_at as "expiresAt"
    from emergency_accesses e where e.user_id = ${userId} and ${live}
    order by e.expires_at desc limit 1`);
  return dated<LiveEmergency>(rows)[0] ?? null;
}

/** The request under which this person may stand at this very address now; null where there is none. */
export async function emergencyAt(db: Executor, userId: string, address: string): Promise<string | null> {
  const rows = await db.execute<{ requestId: string }>(sql`
    select e.request_id as "requestId" from emergency_accesses e
    where e.user_id = ${userId} and e.address = ${address}::inet and ${live}
    order by e.expires_at desc limit 1`);
  return rows[0]?.requestId ?? null;
}

/**
 * Whether the approver of a request made who asked for it: invited them, gave them the role that sees customers, or put that
 * permission into it, by the records. Those of people stand together in the index by token, and are read for the roles that
 * can be changed alone.
 */
export async function isApproversOwn(db: Executor, requestId: string): Promise<boolean> {
  const [row] = await db.execute<{ own: boolean }>(sql`
    select exists (select 1 from one_time_links l
        where l.user_id = r.requested_by and l.purpose = 'invitation' and l.created_by = r.decided_by)
      or exists (select 1 from user_roles ur join role_permissions p on p.role_id = ur.role_id
        where ur.user_id = r.requested_by and ur.granted_by = r.decided_by and p.permission = 'customers.read')
      or exists (select 1 from user_roles ur join roles o on o.id = ur.role_id and not o.built_in
          join role_permissions p on p.role_id = o.id and p.permission = 'customers.read',
        lateral (select 1 from audit_events e
          where e.token_id is null and e.actor_id = r.decided_by and e.action in ('role.created', 'role.changed')
            and e.subject_id = o.id and (e.details -> 'added' ? 'customers.read' or e.details -> 'permissions' ? 'customers.read')
          limit 1) put
        where ur.user_id = r.requested_by) as own
    from access_requests r where r.id = ${requestId}`);
  return row?.own ?? true;
}

/** Opens what an approved request asked for, from its decision on; the reviewers are reminded a day later. */
export async function openEmergency(db: Executor, requestId: string): Promise<LiveEmergency> {
  const rows = await db.execute(sql`
    insert into emergency_accesses (request_id, user_id, address, approved_by, starts_at, expires_at, next_reminder_at)
    select r.id, r.requested_by, (r.change ->> 'address')::inet, r.decided_by, r.decided_at,
      r.decided_at + make_interval(mins => (r.change ->> 'minutes')::int), r.decided_at + interval '1 day'
    from access_requests r where r.id = ${requestId}
    returning request_id as "requestId", host(address) as address, expires_at as "expiresAt"`);
  const [row] = dated<LiveEmergency>(rows);
  if (!row) throw new Error("The emergency access was not opened.");
  return row;
}

/** Ends what is live of one request, or of one person; each once. */
export async function endEmergencies(
  db: Executor,
  of: { requestId: string } | { userId: string },
  endedBy: string,
): Promise<Array<{ requestId: string; userId: string }>> {
  const which = "requestId" in of ? sql`e.request_id = ${of.requestId}` : sql`e.user_id = ${of.userId}`;
  const rows = await db.execute<{ requestId: string; userId: string }>(sql`
    update emergency_accesses e set ended_at = countersign_now(), ended_by = ${endedBy}
    where ${which} and ${live} returning e.request_id as "requestId", e.user_id as "userId"`);
  return [...rows];
}

export interface EmergencyRow extends Record<string, unknown> {
  requestId: string;
  userId: string;
  personName: string;
  approvedBy: string;
  approverName: string;
  address: string;
  reason: string;
  startsAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  enderName: string | null;
  live: boolean;
  closedAt: Date | null;
  closerName: string | null;
  finding: Finding | null;
  closingNote: string | null;
  closedByOneOfTwo: boolean | null;
}

const shown = sql`
  select e.request_id as "requestId", e.user_id as "userId", p.name as "personName", e.approved_by as "approvedBy",
    a.name as "approverName", host(e.address) as address, r.reason, e.starts_at as "startsAt",
    e.expires_at as "expiresAt", e.ended_at as "endedAt", n.name as "enderName", ${live} as live,
    e.closed_at as "closedAt", c.name as "closerName", e.finding, e.closing_note as "closingNote",
    e.closed_by_one_of_two as "closedByOneOfTwo"
  from emergency_accesses e join access_requests r on r.id = e.request_id
  join users p on p.id = e.user_id join users a on a.id = e.approved_by
  left join users n on n.id = e.ended_by left join users c on c.id = e.closed_by`;

export async function findEmergency(db: Executor, requestId: string): Promise<EmergencyRow | null> {
  const rows = await db.execute(sql`${shown} where e.request_id = ${requestId}`);
  return dated<EmergencyRow>(rows)[0] ?? null;
}

/** Those whose review is open, oldest first. */
export async function listOpenReviews(db: Executor, most: number): Promise<EmergencyRow[]> {
  const rows = await db.execute(
    sql`${shown} where e.closed_at is null order by e.starts_at, e.request_id limit ${most}`,
  );
  return dated(rows);
}

export interface ReadOfEmergency extends Record<string, unknown> {
  customerId: string;
  /** How often it was in a list, was opened, had masked fields revealed, and was looked up for who had seen it. */
  listed: number;
  viewed: number;
  revealed: number;
  history: number;
}

/** What was read under it, a row a customer, those that were opened first; `total` counts the customers. */
export async function readsOfEmergency(
  db: Executor,
  requestId: string,
  most: number,
): Promise<{ customers: ReadOfEmergency[]; total: number }> {
  const rows = await db.execute<Record<string, unknown> & ReadOfEmergency & { total: number }>(sql`
    select c.id as "customerId",
      count(*) filter (where e.action = 'customer.listed')::int as listed,
      count(*) filter (where e.action = 'customer.viewed')::int as viewed,
      count(*) filter (where e.action = 'customer.revealed')::int as revealed,
      count(*) filter (where e.action in ('customer.history_read', 'customer.history_exported'))::int as history,
      count(*) over ()::int as total
    from audit_events e cross join lateral unnest(e.customer_ids) as c (id)
    where e.access_request_id = ${requestId} and e.action like 'customer.%' and e.outcome = 'allowed'
    group by c.id order by 4 desc, 3 desc, 5 desc, 2 desc, 1 limit ${most}`);
  return {
    customers: rows.map(({ total: _, ...customer }) => customer),
    total: rows[0]?.total ?? 0,
  };
}

/** Closes a review that is open and whose access is over; false where somebody was faster. */
export async function closeReview(
  db: Executor,
  review: { requestId: string; closedBy: string; finding: Finding; note: string; oneOfTwo: boolean },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update emergency_accesses e set closed_at = countersign_now(), closed_by = ${review.closedBy},
      finding = ${review.finding}, closing_note = ${review.note}, closed_by_one_of_two = ${review.oneOfTwo}
    where e.request_id = ${review.requestId} and e.closed_at is null and not (${live})
    returning e.request_id`);
  return rows.length === 1;
}

export interface DueReview extends Record<string, unknown> {
  requestId: string;
  userId: string;
  approvedBy: string;
  /** ISO 8601, of this reminder. */
  occasion: string;
}

/** One open review whose reminder has come; the next comes a day from now. */
export async function takeDueReview(db: Executor): Promise<DueReview | null> {
  const rows = await db.execute<DueReview>(sql`
    update emergency_accesses e set next_reminder_at = countersign_now() + interval '1 day'
    where e.request_id = (
      select d.request_id from emergency_accesses d
      where d.closed_at is null and d.next_reminder_at <= countersign_now()
      order by d.next_reminder_at limit 1 for update skip locked)
    returning e.request_id as "requestId", e.user_id as "userId", e.approved_by as "approvedBy",
      to_json(e.next_reminder_at) #>> '{}' as occasion`);
  return rows[0] ?? null;
}

/** How often this person asked for one within 24 hours. */
export async function countEmergencyAsks(db: Executor, userId: string): Promise<number> {
  const rows = await db.execute<{ asks: number }>(sql`
    select count(*)::int as asks from access_requests
    where requested_by = ${userId} and kind = 'break_glass' and created_at > countersign_now() - interval '1 day'`);
  return rows[0]?.asks ?? 0;
}

export interface EmergencyAsk extends Record<string, unknown> {
  requestId: string;
  address: string;
  minutes: number;
  state: RequestState;
  askedAt: Date;
  lapsesAt: Date;
  decidedAt: Date | null;
  deciderName: string | null;
  note: string | null;
  /** When what it opened ended or ends; null where it opened nothing. */
  endsAt: Date | null;
}

/** The newest request for one that this person made within 24 hours, and what became of it. */
export async function newestEmergencyAskOf(db: Executor, userId: string): Promise<EmergencyAsk | null> {
  const rows = await db.execute(sql`
    select r.id as "requestId", r.change ->> 'address' as address, (r.change ->> 'minutes')::int as minutes,
      case when r.status = 'pending' and r.expires_at <= countersign_now() then 'expired' else r.status::text end as state,
      r.created_at as "askedAt", r.expires_at as "lapsesAt", r.decided_at as "decidedAt", d.name as "deciderName",
      r.decision_note as note, coalesce(e.ended_at, e.expires_at) as "endsAt"
    from access_requests r left join users d on d.id = r.decided_by
    left join emergency_accesses e on e.request_id = r.id
    where r.requested_by = ${userId} and r.kind = 'break_glass' and r.created_at > countersign_now() - interval '1 day'
    order by r.created_at desc limit 1`);
  return dated<EmergencyAsk>(rows)[0] ?? null;
}

/** What a mail tells of it. */
export async function findMailedEmergency(db: Executor, requestId: string) {
  const found = await findEmergency(db, requestId);
  if (!found) return null;
  const {
    personName: person,
    approverName: approvedBy,
    address,
    reason,
    startsAt,
    endedAt,
    expiresAt,
  } = found;
  return { person, approvedBy, address, reason, startsAt, endsAt: endedAt ?? expiresAt };
}
