import "server-only";
import { count, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequestComments } from "../schema";
import { dated } from "./dated";

/** Lets one comment on a request through at a time, so that its bounds hold; ends with the transaction. */
export async function lockComments(db: Executor, requestId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`comments ${requestId}`}, 0))`);
}

export async function countComments(db: Executor, requestId: string): Promise<number> {
  const [row] = await db
    .select({ comments: count() })
    .from(accessRequestComments)
    .where(eq(accessRequestComments.requestId, requestId));
  return row?.comments ?? 0;
}

export async function insertComment(
  db: Executor,
  comment: { requestId: string; authorId: string; text: string },
): Promise<string> {
  const [row] = await db
    .insert(accessRequestComments)
    .values(comment)
    .returning({ id: accessRequestComments.id });
  if (!row) throw new Error("The comment was not stored.");
  return row.id;
}

export interface CommentRow extends Record<string, unknown> {
  id: string;
  authorId: string;
  authorName: string;
  text: string;
  at: Date;
}

/** What was said about a request, oldest first. */
export async function commentsOf(db: Executor, requestId: string): Promise<CommentRow[]> {
  const rows = await db.execute(sql`
    select c.id, c.author_id as "authorId", u.name as "authorName", c.text, c.created_at as at
    from access_request_comments c join users u on u.id = c.author_id
    where c.request_id = ${requestId} order by c.created_at, c.id`);
  return dated(rows);
}

export interface CommentReader extends Record<string, unknown> {
  id: string;
  email: string;
  /** No mail about a comment on this request within the last ten minutes. */
  mail: boolean;
  /** No unread notification about a comment on this request. */
  bell: boolean;
}

/**
 * Who is told of a comment: the requester, and the side that decides: everyone asked while the request is open, its decider
 * afterwards, and whoever commented before. Never its author, and nobody who left or may not see it any more.
 */
export async function readersOfComment(
  db: Executor,
  comment: { requestId: string; authorId: string; permissions: readonly string[] },
): Promise<CommentReader[]> {
  const { requestId, authorId, permissions } = comment;
  const rows = await db.execute<CommentReader>(sql`
    with r as (select id, requested_by, decided_by, status = 'pending' and expires_at > countersign_now() as open
      from access_requests where id = ${requestId}),
    readers as (
      select requested_by as id from r
      union select decided_by from r where decided_by is not null
      union select c.author_id from access_request_comments c where c.request_id = ${requestId}
      union select c.approver_id from approval_codes c join r on r.id = c.request_id
        where r.open and r.requested_by = ${authorId})
    select u.id, u.email,
      not exists (select 1 from messages m where m.access_request_id = ${requestId} and m.recipient_id = u.id
        and m.kind = 'request_commented' and m.created_at > countersign_now() - interval '10 minutes') as mail,
      not exists (select 1 from notifications n where n.access_request_id = ${requestId} and n.user_id = u.id
        and n.kind = 'request_commented' and n.read_at is null) as bell
    from readers join users u on u.id = readers.id, r
    where u.status = 'active' and u.id <> ${authorId} and (u.id = r.requested_by or exists (
      select 1 from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
      where ur.user_id = u.id and rp.permission = any(${sql.param([...permissions])}::text[])))
    order by u.id`);
  return [...rows];
}
