import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "../../../contracts/audit";
import type { Executor } from "../client";
import { dated } from "./dated";

export interface AuditFilter {
  /** What stands before an action's dot. */
  subjects?: readonly string[];
  outcome?: "allowed" | "refused";
  actor?: string;
  token?: string;
  customerId?: string;
  requestId?: string;
  accessRequestId?: string;
  /** A network in canonical form, with its prefix. */
  address?: string;
  from?: Date;
  to?: Date;
}

export interface AuditListRow extends Record<string, unknown> {
  id: string;
  at: Date;
  action: string;
  outcome: AuditEntry["outcome"];
  rule: string | null;
  actorKind: AuditEntry["actor"]["kind"];
  actorId: string | null;
  actorName: string | null;
  tokenId: string | null;
  tokenReference: string | null;
  accessRequestId: string | null;
  subjectId: string | null;
  subjectName: string | null;
  requestId: string;
  clientIp: string | null;
  customerIds: string[] | null;
  fields: string[] | null;
  details: Record<string, unknown> | null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names are looked up for the page's rows alone. */
const readable = (page: SQL, order: SQL) => sql`
  select e.id::text as id, e.at, e.action, e.outcome, e.rule, e.actor_kind as "actorKind", e.actor_id as "actorId",
    case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
      when 'token' then (select purpose from security_tokens where id = e.actor_id) end as "actorName",
    e.token_id as "tokenId", (select reference from security_tokens where id = e.token_id) as "tokenReference",
    e.access_request_id as "accessRequestId", e.subject_id as "subjectId",
    coalesce((select name from users where id = e.subject_id), (select name from roles where id = e.subject_id))
      as "subjectName",
    e.request_id as "requestId", host(e.client_ip) as "clientIp", e.customer_ids as "customerIds", e.fields, e.details
  from (${page}) e order by ${order}`;

/** Records with ids from `floor` up to, not including, `before`, newest first. */
export async function findAuditEvents(
  db: Executor,
  filter: AuditFilter,
  range: { before: bigint; floor: bigint },
  limit: number,
): Promise<AuditListRow[]> {
  const conditions = [
    sql`a.id < ${String(range.before)}::bigint and a.id >= ${String(range.floor)}::bigint`,
    ...conditionsOf(filter),
  ];
  const page = sql`select a.* from audit_events a where ${sql.join(conditions, sql` and `)}
    order by a.id desc limit ${limit}`;
  return dated<AuditListRow>(await db.execute(readable(page, sql`e.id desc`)));
}

/** Everything that is on record under one request id, oldest first; at most this many. */
export async function findEventsOfRequest(
  db: Executor,
  requestId: string,
  most: number,
): Promise<AuditListRow[]> {
  const page = sql`select a.* from audit_events a where a.request_id = ${requestId} order by a.id limit ${most}`;
  return dated<AuditListRow>(await db.execute(readable(page, sql`e.id`)));
}

/** The newest record's id; 0 where there is none. */
export async function newestAuditId(db: Executor): Promise<bigint> {
  const rows = await db.execute<{ id: string }>(
    sql`select coalesce(max(id), 0)::text as id from audit_events`,
  );
  return BigInt(rows[0]?.id ?? 0);
}

function conditionsOf(filter: AuditFilter): SQL[] {
  const { subjects, outcome, actor, token, customerId, requestId, accessRequestId, address, from, to } =
    filter;
  const when = (value: unknown, condition: () => SQL) => (value === undefined ? [] : [condition()]);
  return [
    ...when(
      subjects,
      () => sql`split_part(a.action, '.', 1) = any(${sql.param([...(subjects ?? [])])}::text[])`,
    ),
    ...when(outcome, () => sql`a.outcome = ${outcome}`),
    ...(actor === undefined ? [] : [byActor(actor)]),
    ...when(
      token,
      () => sql`a.token_id = (select id from security_tokens where reference = upper(${token}::text))`,
    ),
    ...when(customerId, () => sql`a.customer_ids @> array[${customerId}]::text[]`),
    ...when(requestId, () => sql`a.request_id = ${requestId}`),
    ...when(accessRequestId, () => sql`a.access_request_id = ${accessRequestId}::uuid`),
    ...when(address, () => sql`a.client_ip <<= ${address}::inet`),
    ...when(from, () => sql`a.at >= ${from?.toISOString()}::timestamptz`),
    ...when(to, () => sql`a.at < ${to?.toISOString()}::timestamptz`),
  ];
}

function byActor(actor: string): SQL {
  if (uuid.test(actor)) return sql`a.actor_id = ${actor}::uuid`;
  const named = sql`email = lower(${actor}::text) or position(lower(${actor}::text) in lower(name)) > 0`;
  return sql`a.actor_id = any(array(select id from users where ${named}))`;
}
