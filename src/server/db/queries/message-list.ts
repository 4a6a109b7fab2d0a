import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { MessageKind } from "../../../contracts/message-kinds";
import { type MessageGroup, noLongerNeeded } from "../../../contracts/messages";
import type { RequestKind } from "../../../contracts/request-kinds";
import type { Executor } from "../client";
import { dated } from "./dated";

export interface MessageListRow extends Record<string, unknown> {
  id: string;
  kind: MessageKind;
  name: string;
  mailbox: string;
  purpose: string | null;
  reference: string | null;
  requestKind: RequestKind | null;
  accessRequestId: string | null;
  status: "queued" | "sent" | "failed";
  lastError: string | null;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
  failedAt: Date | null;
  /** It failed, and somebody had it sent again since. */
  sentAgain: boolean;
}

const listed = sql`
  select m.id, m.kind, u.name, m.mailbox, coalesce(t.name, r.purpose, t.purpose) as purpose, t.reference,
    r.kind as "requestKind", r.id as "accessRequestId", m.status, m.last_error as "lastError", m.attempts,
    m.created_at as "createdAt", m.sent_at as "sentAt", m.failed_at as "failedAt",
    exists (select 1 from messages a where a.idempotency_key = 'again/' || m.id) as "sentAgain"
  from messages m join users u on u.id = m.recipient_id
  left join access_requests r on r.id = m.access_request_id
  left join security_tokens t on t.id = coalesce(m.token_id, r.token_id)`;

/** What was not sent since it had lost its point did not fail. */
const failed = sql`status = 'failed' and "lastError" is distinct from ${noLongerNeeded}`;
const groups: Record<MessageGroup, SQL> = {
  all: sql`true`,
  failed,
  queued: sql`status = 'queued'`,
  sent: sql`status = 'sent'`,
};

export interface MessageFilter {
  group: MessageGroup;
  search: string;
  kinds: readonly MessageKind[];
  page: number;
  size: number;
}

const ofKinds = (kinds: readonly MessageKind[]) =>
  sql`m.kind = any(${sql.param([...kinds])}::message_kind[])`;

/** A page of messages of these kinds, newest first. */
export async function listMessageRows(db: Executor, filter: MessageFilter) {
  const like = `%${filter.search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const found = filter.search
    ? sql`lower(name || ' ' || mailbox || ' ' || coalesce(purpose, '') || ' ' || coalesce(reference, '')) like ${like}`
    : sql`true`;
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (${listed} where ${ofKinds(filter.kinds)}) as listed
    where ${groups[filter.group]} and ${found}
    order by "createdAt" desc, id desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`);
  return dated<MessageListRow & { total: number }>(rows);
}

/** How many messages of these kinds failed within the last week and were not sent again. */
export async function countFailedMessages(db: Executor, kinds: readonly MessageKind[]): Promise<number> {
  const rows = await db.execute<{ failed: number }>(sql`
    select count(*)::int as failed from (
      ${listed} where ${ofKinds(kinds)} and m.created_at > countersign_now() - interval '7 days') as listed
    where ${failed} and not "sentAgain"`);
  return rows[0]?.failed ?? 0;
}
