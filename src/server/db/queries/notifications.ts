import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequests, notifications, securityTokens } from "../schema";

export type NewNotification = Pick<typeof notifications.$inferInsert, "userId" | "kind" | "accessRequestId">;

export async function insertNotifications(db: Executor, rows: readonly NewNotification[]): Promise<void> {
  if (rows.length > 0) await db.insert(notifications).values([...rows]);
}

/** One person's notifications, newest first. */
export async function notificationsOf(db: Executor, userId: string, most: number) {
  return db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      accessRequestId: notifications.accessRequestId,
      tokenId: accessRequests.tokenId,
      reference: securityTokens.reference,
      purpose: accessRequests.purpose,
      /** Whether it still waits is asked of the database's clock. */
      open: sql<boolean>`${accessRequests.status} = 'pending' and ${accessRequests.expiresAt} > countersign_now()`,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
    })
    .from(notifications)
    .leftJoin(accessRequests, eq(accessRequests.id, notifications.accessRequestId))
    .leftJoin(securityTokens, eq(securityTokens.id, accessRequests.tokenId))
    .where(eq(notifications.userId, userId))
    .orderBy(desc(notifications.createdAt))
    .limit(most);
}

/** Marks one person's unread notifications as read: one of them, or all. */
export async function markNotificationsRead(
  db: Executor,
  userId: string,
  notificationId?: string,
): Promise<void> {
  const one = notificationId === undefined ? undefined : eq(notifications.id, notificationId);
  await db
    .update(notifications)
    .set({ readAt: sql`countersign_now()` })
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt), one));
}

export async function countUnread(db: Executor, userId: string): Promise<number> {
  return db.$count(notifications, and(eq(notifications.userId, userId), isNull(notifications.readAt)));
}
