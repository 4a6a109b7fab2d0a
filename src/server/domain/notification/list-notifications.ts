import "server-only";
import { markNotificationsRead, notificationsOf } from "../../db/queries/notifications";
import type { UserContext } from "../context";

const most = 30;

/** One's own newest notifications; no value, secret or code is in them. */
export async function listNotifications(context: UserContext) {
  return notificationsOf(context.db, context.actor.userId, most);
}

/** Marks one's own notifications as read: one of them, or all. */
export async function readNotifications(
  context: UserContext,
  input: { notificationId?: string | undefined } = {},
): Promise<void> {
  await markNotificationsRead(context.db, context.actor.userId, input.notificationId);
}
