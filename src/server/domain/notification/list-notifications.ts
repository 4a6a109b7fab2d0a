import "server-only";
import { markNotificationsRead, notificationsOf, type Reading } from "../../db/queries/notifications";
import type { UserContext } from "../context";

const pageSize = 30;

/** One's own notifications, a page of 30, newest first; no value, secret or code is in them. */
export async function listNotifications(context: UserContext, input: { cursor?: string | undefined } = {}) {
  const place = { limit: pageSize + 1, after: input.cursor };
  const found = await notificationsOf(context.db, context.actor.userId, place);
  const notifications = found.slice(0, pageSize);
  return { notifications, nextCursor: found.length > pageSize ? (notifications.at(-1)?.id ?? null) : null };
}

/** Marks one's own notifications as read: one of them, those about a request or a token, or all. */
export async function readNotifications(context: UserContext, input: Reading = {}): Promise<void> {
  await markNotificationsRead(context.db, context.actor.userId, input);
}
