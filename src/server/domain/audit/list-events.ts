import "server-only";
import {
  type AuditEntry,
  type AuditPage,
  auditGroups,
  type GetEventInput,
  type ListEventsInput,
} from "../../../contracts/audit";
import {
  type AuditListRow,
  findAuditEvents,
  findEventsOfRequest,
  newestAuditId,
} from "../../db/queries/audit-list";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";

/** How many records one call looks through where no index leads to the ones asked for. */
const reach = 1_000_000n;

/**
 * The audit log, newest first, by keyset. It names customers by id alone, so it needs no Approved IP. A call looks
 * through a million records at most; nextCursor goes on from there.
 */
export async function listEvents(
  context: PermittedContext<"audit.read">,
  input: ListEventsInput,
): Promise<AuditPage> {
  const { group, cursor, limit, ...filter } = input;
  const before = cursor === undefined ? (await newestAuditId(context.db)) + 1n : BigInt(cursor);
  const indexed = [filter.token, filter.requestId, filter.accessRequestId].some((one) => one !== undefined);
  const floor = indexed || before <= reach ? 0n : before - reach;
  const subjects = group && auditGroups[group].subjects;
  const rows = await findAuditEvents(context.db, { ...filter, subjects }, { before, floor }, limit + 1);
  const events = rows.slice(0, limit).map(entryOf);
  const more = rows.length > limit ? (events.at(-1)?.id ?? null) : null;
  return { events, nextCursor: more ?? (floor > 0n ? String(floor) : null) };
}

/** What stands on record under one request id, as it happened; not_found where nothing does. */
export async function getEvent(
  context: PermittedContext<"audit.read">,
  input: GetEventInput,
): Promise<AuditEntry[]> {
  const rows = await findEventsOfRequest(context.db, input.requestId, 100);
  if (rows.length === 0) {
    throw new DomainError("not_found", "Nothing is on record under this request id.");
  }
  return rows.map(entryOf);
}

function entryOf(row: AuditListRow): AuditEntry {
  const {
    actorKind: kind,
    actorId,
    actorName,
    tokenId,
    tokenReference,
    subjectId,
    subjectName,
    ...rest
  } = row;
  return {
    ...rest,
    actor: { kind, id: actorId, name: actorName },
    token: tokenId === null ? null : { id: tokenId, reference: tokenReference },
    subject: subjectId === null ? null : { id: subjectId, name: subjectName },
    customerIds: row.customerIds ?? [],
    fields: row.fields ?? [],
  };
}
