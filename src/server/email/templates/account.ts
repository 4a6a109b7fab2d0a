import "server-only";
import type { InvitationFacts, PasswordResetFacts } from "@/contracts/mail-facts";
import { fact, greeting, type MailDocument, oneLine } from "../document";
import { exactly, weekday } from "../words";

const onceOnly = "The link works once, and only for you. Never pass it on.";

/** To somebody new: nobody sets another's password, this link does. */
export function invitation(mail: InvitationFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const host = mail.invitedBy ? `${oneLine(mail.invitedBy)} invites you` : "You are invited";
  return {
    to,
    program,
    supportUrl,
    subject: `${host} to Countersign for ${program}`,
    preview: `Choose a password by ${weekday(mail.lapsesAt, timeZone)}.`,
    heading: `${host} to Countersign`,
    intro: `${greeting(mail.name)}, Countersign guards the customer data of ${program}. Choose a password to begin.`,
    action: { label: "Accept invitation", url: mail.url, note: onceOnly },
    facts: [
      ...(mail.roles.length > 0
        ? [fact(mail.roles.length > 1 ? "Roles" : "Role", mail.roles.join(", "))]
        : []),
      fact("Signs in as", [{ text: to, tone: "mono" }]),
      fact("Lapses", exactly(mail.lapsesAt, timeZone)),
    ],
    footer: {
      because: `since an account was made for you at ${program}`,
      unexpected: "Do nothing: the link lapses by itself",
    },
  };
}

/** To whoever asked for a new password; nothing changes until the link is used. */
export function passwordReset(mail: PasswordResetFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  return {
    to,
    program,
    supportUrl,
    subject: "Choose a new password for Countersign",
    preview: `The link works once, until ${exactly(mail.lapsesAt, timeZone)}.`,
    heading: "Choose a new password",
    intro: `${greeting(mail.name)}, somebody asked for a new password for your account. Until you choose one, the old one holds.`,
    action: { label: "Choose a new password", url: mail.url, note: onceOnly },
    facts: [
      fact("Account", [{ text: to, tone: "mono" }]),
      fact("Lapses", exactly(mail.lapsesAt, timeZone)),
      fact("Afterwards", "Every session of yours ends, and open approval codes are replaced."),
    ],
    footer: {
      because: `since you have an account at ${program}`,
      unexpected: "Do nothing: your password stays as it is",
    },
  };
}
