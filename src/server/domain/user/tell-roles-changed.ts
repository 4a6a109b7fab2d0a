import "server-only";
import { randomUUID } from "node:crypto";
import { insertNotifications } from "../../db/queries/notifications";
import type { UserForSignIn } from "../../db/queries/users";
import type { UserContext } from "../context";
import { queueMessage } from "../message/queue-message";

/** Tells an active person by mail and notification which roles came and went; who has not come in yet sees them there. */
export async function tellRolesChanged(
  context: UserContext,
  person: UserForSignIn,
  names: { added: string[]; removed: string[] },
): Promise<void> {
  if (person.status !== "active") return;
  const details = { ...names, byId: context.actor.userId };
  await queueMessage(context, {
    kind: "roles_changed",
    recipientId: person.id,
    mailbox: person.email,
    details,
    idempotencyKey: `roles_changed/${randomUUID()}`,
  });
  await insertNotifications(context.db, [{ userId: person.id, kind: "roles_changed", details }]);
}
