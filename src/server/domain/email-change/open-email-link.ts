import "server-only";
import { type EmailSide, findLiveEmailChange, type LiveEmailChange } from "../../db/queries/email-changes";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { findUsableLink, type OneTimeLink } from "../link/one-time-link";

export interface OpenedEmailLink {
  link: OneTimeLink;
  side: EmailSide;
  change: LiveEmailChange;
}

/** The live change behind a mailbox's link; `link_invalid` for anything that does not work now. */
export async function openEmailLink(context: ServiceContext, token: string): Promise<OpenedEmailLink> {
  const link = await findUsableLink(context, { purposes: ["email_change_from", "email_change_to"], token });
  const change = await findLiveEmailChange(context.db, link.userId);
  const side = link.purpose === "email_change_from" ? "from" : "to";
  const mailbox = side === "from" ? change?.fromMailbox : change?.toMailbox;
  if (!change || mailbox !== link.mailbox) {
    throw new DomainError("link_invalid", "This change of address was applied, cancelled, or has lapsed.");
  }
  return { link, side, change };
}
