import "server-only";
import type { RenderMail } from "../../../contracts/mail";
import { findMessage, newestMessages } from "../../db/queries/messages";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { messageFacts } from "./message-facts";

const most = 50;

/** What opens the mailbox page: where mail goes, and whether the caller is on this very machine. */
export interface MailboxDoor {
  mail: "resend" | "mailbox";
  local: boolean;
}

declare const opened: unique symbol;
/** A context that was seen to stand at the mailbox's door. Only requireMailbox makes one. */
export type MailboxContext = ServiceContext & { readonly [opened]: true };

/** Guarantee: embedded mode without a provider's key, a loopback peer and Host, no forwarded header; else not_found. */
export function requireMailbox(context: ServiceContext, door: MailboxDoor): MailboxContext {
  if (!context.settings.embedded || door.mail !== "mailbox" || !door.local) throw notThere();
  return context as MailboxContext;
}

/** The newest messages, those of a person or mailbox where one is searched for. */
export async function listMailbox(context: MailboxContext, { search }: { search: string }) {
  return newestMessages(context.db, { search, most });
}

/** One mail, rendered anew from its row, just as it would be sent: no mail is kept anywhere. */
export async function readMail(
  context: MailboxContext,
  { messageId, render }: { messageId: string; render: RenderMail },
) {
  const message = await findMessage(context.db, messageId);
  const facts = message && (await messageFacts(context, message));
  if (!message || !facts) throw notThere();
  const { status, lastError, createdAt, sentAt } = message;
  return { ...(await render(facts)), status, lastError, createdAt, sentAt };
}

function notThere(): DomainError {
  return new DomainError("not_found", "There is no such page.");
}
