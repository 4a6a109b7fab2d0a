import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { auditEvents } from "../schema";

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

export async function insertAuditEvent(db: Executor, row: AuditRow): Promise<void> {
  await db.insert(auditEvents).values({
    ...row,
    customerIds: row.customerIds ? [...row.customerIds] : undefined,
    fields: row.fields ? [...row.fields] : undefined,
  });
}

/** How many refusals of this person stand on record for the last minute. */
export async function refusedLately(db: Executor, userId: string): Promise<number> {
  const rows = await db.execute<{ refusals: number }>(sql`
    select count(*)::int as refusals from audit_events
    where actor_id = ${userId} and action = 'procedure.refused' and at > countersign_now() - interval '1 minute'`);
  return rows[0]?.refusals ?? 0;
}
