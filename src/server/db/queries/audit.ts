import "server-only";
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
