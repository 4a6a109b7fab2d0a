import "server-only";
import { type MessageKind, messageKinds } from "../../../contracts/message-kinds";
import type { ListMessagesInput } from "../../../contracts/messages";
import { countFailedMessages, listMessageRows } from "../../db/queries/message-list";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { resendPermissions } from "./message-concerns";

const size = 20;

/** A page of the messages that concern the reader's work: who, what kind, how it stands. Never what is in them. */
export async function listMessages(context: UserContext, input: ListMessagesInput) {
  const kinds = await recordRefusal(context, "messages.list", async () => requireKinds(context));
  const messages = await listMessageRows(context.db, { ...input, kinds, size });
  return { messages, total: messages[0]?.total ?? 0, size };
}

/** How many of them failed lately and wait to be sent again; none for a reader whom none concerns. */
export async function countFailed(context: UserContext): Promise<{ failed: number }> {
  const kinds = kindsOf(context);
  return { failed: kinds.length > 0 ? await countFailedMessages(context.db, kinds) : 0 };
}

const kindsOf = ({ actor }: UserContext): MessageKind[] =>
  messageKinds.filter((kind) => resendPermissions[kind].some((one) => actor.permissions.has(one)));

function requireKinds(context: UserContext): MessageKind[] {
  const kinds = kindsOf(context);
  if (kinds.length > 0) return kinds;
  throw new DomainError("permission_missing", "Your roles do not include other people's e-mail.", {
    permission: "users.manage",
  });
}
