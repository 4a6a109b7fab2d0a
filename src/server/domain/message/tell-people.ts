import "server-only";
import type { MessageDetails, MessageKind, NotificationKind } from "../../../contracts/message-kinds";
import { insertNotifications } from "../../db/queries/notifications";
import type { Person } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { queueMessage } from "./queue-message";

interface Telling {
  kind: MessageKind & NotificationKind;
  accessRequestId?: string | null;
  tokenId?: string | null;
  details?: MessageDetails;
  /** What makes this occasion one; each recipient's mail of it leaves once. */
  occasion: string;
}

/** Tells people of one thing, each once: by e-mail, unless they turned that kind off, and by a notification, on context.db. */
export async function tellPeople(
  context: ServiceContext,
  { occasion, ...telling }: Telling,
  people: readonly Person[],
): Promise<void> {
  const each = [...new Map(people.map((person) => [person.id, person])).values()];
  for (const { id, email } of each) {
    await queueMessage(context, {
      ...telling,
      recipientId: id,
      mailbox: email,
      idempotencyKey: `${telling.kind}/${occasion}/${id}`,
    });
  }
  await insertNotifications(
    context.db,
    each.map(({ id }) => ({ ...telling, userId: id })),
  );
}
