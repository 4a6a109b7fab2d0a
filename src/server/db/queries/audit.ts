import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

export interface AuditRow {
  action: string;
  outcome: "allowed" | "refused";
  rule?: string;
  actorKind: "user" | "token" | "system" | "anonymous";
  actorId: string | null;
  tokenId?: string;
  accessRequestId?: string;
  subjectId?: string;
  requestId: string;
  clientIp: string | null;
  customerIds?: readonly string[];
  fields?: readonly string[];
  details?: Record<string, unknown>;
}

/** Writes one record; its number and its time are the database's own, and no role but the owner may choose a number. */
export async function insertAuditEvent(db: Executor, row: AuditRow): Promise<void> {
  const { customerIds, fields, details } = row;
  const list = (values?: readonly string[]) => sql.param(values ? [...values] : null);
  await db.execute(sql`
    insert into audit_events (action, outcome, rule, actor_kind, actor_id, token_id, access_request_id, subject_id, request_id,
      client_ip, customer_ids, fields, details)
    values (${row.action}, ${row.outcome}, ${row.rule ?? null}, ${row.actorKind}, ${row.actorId}, ${row.tokenId ?? null},
      ${row.accessRequestId ?? null}, ${row.subjectId ?? null}, ${row.requestId}, ${row.clientIp}, ${list(customerIds)},
      ${list(fields)}, ${details ? JSON.stringify(details) : null}::jsonb)`);
}

/** How many refusals of this person stand on record for the last minute. */
export async function refusedLately(db: Executor, userId: string): Promise<number> {
  const rows = await db.execute<{ refusals: number }>(sql`
    select count(*)::int as refusals from audit_events
    where actor_id = ${userId} and action = 'procedure.refused' and at > countersign_now() - interval '1 minute'`);
  return rows[0]?.refusals ?? 0;
}
