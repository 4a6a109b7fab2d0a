import "server-only";
import type { AuditAction } from "../../../contracts/audit-actions";
import { type AuditRow, insertAuditEvent } from "../../db/queries/audit";
import type { Actor, ServiceContext } from "../context";

/** What one record says beside who, from where and under which request id. Never values, secrets or codes. */
export interface AuditEvent {
  action: AuditAction;
  outcome?: "allowed" | "refused";
  /** The error code of a refusal. */
  rule?: string;
  tokenId?: string | null;
  accessRequestId?: string | null;
  subjectId?: string;
  customerIds?: readonly string[];
  fields?: readonly string[];
  details?: AuditRow["details"];
}

/** Guarantee: written on context.db, so it commits or fails with the change it tells of (rule 11, ASVS 16.2.1). */
export async function recordEvent(context: ServiceContext, event: AuditEvent): Promise<void> {
  await insertAuditEvent(context.db, {
    outcome: "allowed",
    ...event,
    tokenId: event.tokenId ?? undefined,
    accessRequestId: event.accessRequestId ?? undefined,
    ...actorColumns(context.actor),
    requestId: context.requestId,
    clientIp: context.clientIp,
  });
}

function actorColumns(actor: Actor): Pick<AuditRow, "actorKind" | "actorId"> {
  if (actor.kind === "user" || actor.kind === "half") return { actorKind: "user", actorId: actor.userId };
  return { actorKind: actor.kind, actorId: null };
}
