import "server-only";
import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequests, notifications, securityTokens } from "../schema";

export type NewNotification = Pick<
  typeof notifications.$inferInsert,
  "userId" | "kind" | "accessRequestId" | "tokenId" | "details"
>;

export async function insertNotifications(db: Executor, rows: readonly NewNotification[]): Promise<void> {
  if (rows.length > 0) await db.insert(notifications).values([...rows]);
}

export interface NotificationPlace {
  limit: number;
  /** The last one of the page before; an id that is not this person's own gives nothing. */
  after?: string | undefined;
}

/** One person's notifications, newest first, by keyset. */
export async function notificationsOf(db: Executor, userId: string, { limit, after }: NotificationPlace) {
  return db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      accessRequestId: notifications.accessRequestId,
      requestKind: accessRequests.kind,
      /** One asked for it oneself. */
      mine: sql<boolean>`coalesce(${accessRequests.requestedBy} = ${notifications.userId}, false)`,
      tokenId: securityTokens.id,
      reference: securityTokens.reference,
      purpose: sql<
        string | null
      >`coalesce(${securityTokens.name}, ${accessRequests.purpose}, ${securityTokens.purpose})`,
      /** Whether it still waits is asked of the database's clock. */
      open: sql<boolean>`coalesce(${accessRequests.status} = 'pending' and ${accessRequests.expiresAt} > countersign_now(), false)`,
      details: notifications.details,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
    })
    .from(notifications)
    .leftJoin(accessRequests, eq(accessRequests.id, notifications.accessRequestId))
    .leftJoin(
      securityTokens,
      sql`${securityTokens.id} = coalesce(${notifications.tokenId}, ${accessRequests.tokenId})`,
    )
    .where(and(eq(notifications.userId, userId), after ? olderThan(userId, after) : undefined))
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(limit);
}

const olderThan = (userId: string, id: string): SQL => sql`
  (${notifications.createdAt}, ${notifications.id})
    < (select p.created_at, p.id from notifications p where p.id = ${id} and p.user_id = ${userId})`;

export interface Reading {
  notificationId?: string | undefined;
  /** Every notification about this request. */
  accessRequestId?: string | undefined;
  /** Every notification about this token, but for those about a request for it. */
  tokenId?: string | undefined;
}

/** Marks one person's unread notifications as read: one of them, those about a request or a token, or all. */
export async function markNotificationsRead(
  db: Executor,
  userId: string,
  { notificationId, accessRequestId, tokenId }: Reading = {},
): Promise<void> {
  await db
    .update(notifications)
    .set({ readAt: sql`countersign_now()` })
    .where(
      and(
        eq(notifications.userId, userId),
        isNull(notifications.readAt),
        notificationId === undefined ? undefined : eq(notifications.id, notificationId),
        accessRequestId === undefined ? undefined : eq(notifications.accessRequestId, accessRequestId),
        tokenId === undefined ? undefined : eq(notifications.tokenId, tokenId),
      ),
    );
}

export async function countUnread(db: Executor, userId: string): Promise<number> {
  return db.$count(notifications, and(eq(notifications.userId, userId), isNull(notifications.readAt)));
}
