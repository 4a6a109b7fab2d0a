import "server-only";
import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequests, approvalCodes, messages, oneTimeLinks, roles, userRoles, users } from "../schema";

export type MessageRow = typeof messages.$inferSelect;
export type NewMessage = Pick<
  typeof messages.$inferInsert,
  "kind" | "recipientId" | "mailbox" | "accessRequestId" | "linkId" | "tokenId" | "details" | "idempotencyKey"
>;

/** Inserts into the outbox; null where the idempotency key is there already. */
export async function insertMessage(db: Executor, message: NewMessage): Promise<string | null> {
  const [row] = await db
    .insert(messages)
    .values(message)
    .onConflictDoNothing()
    .returning({ id: messages.id });
  return row?.id ?? null;
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
      purpose: accessRequests.purpose,
      status: messages.status,
      lastError: messages.lastError,
      createdAt: messages.createdAt,
      sentAt: messages.sentAt,
    })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.recipientId))
    .leftJoin(accessRequests, eq(accessRequests.id, messages.accessRequestId))
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

/**
 * Whether the message still has a point: its mailbox is still its recipient's, the request is open and the code
 * usable, the link unused. Decided with the database's clock.
 */
export async function isMessageWanted(db: Executor, id: string): Promise<boolean> {
  const rows = await db.execute<{ wanted: boolean }>(sql`
    select exists (
      select 1 from messages m
      join users u on u.id = m.recipient_id and u.email = m.mailbox and u.status <> 'disabled'
      left join access_requests r on r.id = m.access_request_id
      left join approval_codes c on c.request_id = r.id and c.approver_id = u.id
      left join one_time_links l on l.id = m.link_id
      where m.id = ${id} and case
        when m.kind = 'approval_requested' then
          r.status = 'pending' and r.expires_at > countersign_now() and r.requested_by <> u.id
          and c.mailbox = m.mailbox and c.used_at is null and c.voided_at is null
          and exists (select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
            where ur.user_id = u.id and rp.permission = 'access_requests.decide')
        when m.link_id is not null then
          l.used_at is null and l.voided_at is null and l.expires_at > countersign_now() and l.mailbox = m.mailbox
        else true end
    ) as wanted`);
  return rows[0]?.wanted === true;
}
