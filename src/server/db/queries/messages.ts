import "server-only";
import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import { optionalMessageKinds } from "../../../contracts/message-kinds";
import type { Executor } from "../client";
import { approvalCodes, messages, oneTimeLinks, roles, userRoles, users } from "../schema";

export type MessageRow = typeof messages.$inferSelect;
export type NewMessage = Pick<
  typeof messages.$inferInsert,
  "kind" | "recipientId" | "mailbox" | "accessRequestId" | "linkId" | "tokenId" | "details" | "idempotencyKey"
>;

const optional = sql.param([...optionalMessageKinds]);

/** Inserts into the outbox; null where the idempotency key is there already, or the recipient turned that kind off. */
export async function insertMessage(db: Executor, message: NewMessage): Promise<string | null> {
  const { kind, recipientId, mailbox, idempotencyKey } = message;
  const { accessRequestId = null, linkId = null, tokenId = null, details = null } = message;
  const rows = await db.execute<{ id: string }>(sql`
    insert into messages (kind, recipient_id, mailbox, access_request_id, link_id, token_id, details, idempotency_key)
    select ${kind}::message_kind, ${recipientId}::uuid, ${mailbox}, ${accessRequestId}::uuid, ${linkId}::uuid,
      ${tokenId}::uuid, ${details && JSON.stringify(details)}::jsonb, ${idempotencyKey}
    where not exists (
      select 1 from message_preferences p
      where p.user_id = ${recipientId}::uuid and p.kind = ${kind}::message_kind and p.kind = any(${optional}::message_kind[]))
    on conflict do nothing returning id`);
  return rows[0]?.id ?? null;
}

export async function findMessage(db: Executor, id: string): Promise<MessageRow | null> {
  const [row] = await db.select().from(messages).where(eq(messages.id, id));
  return row ?? null;
}

/** The newest messages with their recipients' names, for the mailbox page. */
export async function newestMessages(db: Executor, { search, most }: { search: string; most: number }) {
  const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return db
    .select({
      id: messages.id,
      kind: messages.kind,
      mailbox: messages.mailbox,
      name: users.name,
      accessRequestId: messages.accessRequestId,
      status: messages.status,
      lastError: messages.lastError,
      createdAt: messages.createdAt,
      sentAt: messages.sentAt,
    })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.recipientId))
    .where(search ? or(ilike(messages.mailbox, like), ilike(users.name, like)) : undefined)
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(most);
}

/** What one approver's code is derived from, whatever became of it. */
export async function findCodeOf(db: Executor, requestId: string, approverId: string) {
  const [row] = await db
    .select()
    .from(approvalCodes)
    .where(and(eq(approvalCodes.requestId, requestId), eq(approvalCodes.approverId, approverId)));
  return row ?? null;
}

/** The link of a message with who made it, and the recipient's roles, in their order of name. */
export async function findLinkFacts(db: Executor, linkId: string) {
  const [row] = await db
    .select({
      link: oneTimeLinks,
      invitedBy: sql<string | null>`(select i.name from users i where i.id = ${oneTimeLinks.createdBy})`,
    })
    .from(oneTimeLinks)
    .where(eq(oneTimeLinks.id, linkId));
  if (!row) return null;
  const held = await db
    .select({ name: roles.name })
    .from(userRoles)
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .where(eq(userRoles.userId, row.link.userId))
    .orderBy(roles.name);
  return { ...row, roles: held.map(({ name }) => name) };
}
