import "server-only";
import type { ServiceContext } from "../domain/context";
import { type MailboxContext, readMail, requireMailbox } from "../domain/message/read-mailbox";
import { runtime } from "../runtime";
import { clientFacts } from "./client-ip";

/** The mailbox's door as this request and this process find it. */
export function openMailbox(context: ServiceContext): MailboxContext {
  return requireMailbox(context, { mail: runtime().settings.mail, local: clientFacts().local });
}

/** One mail, drawn by the process's own renderer. */
export function mailOf(context: ServiceContext, messageId: string) {
  return readMail(openMailbox(context), { messageId, render: runtime().renderMail });
}
