import "server-only";
import { markNotificationsRead, notificationsOf } from "../../db/queries/notifications";
import type { UserContext } from "../context";

const most = 30;

/** One's own newest notifications; no value, secret or code is in them. */
export async function listNotifications(context: UserContext) {
  return notificationsOf(context.db, context.actor.userId, most);
}

/** Marks all of one's own notifications as read. */
export async function readNotifications(context: UserContext): Promise<void> {
  await markNotificationsRead(context.db, context.actor.userId);
}
