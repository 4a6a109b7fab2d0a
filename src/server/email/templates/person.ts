import "server-only";
import type {
  AddressAskedFacts,
  EmailChangedFacts,
  EmailChangeFacts,
  NewSignInFacts,
  RolesChangedFacts,
} from "@/contracts/mail-facts";
import { fact, greeting, type MailDocument, oneLine } from "../document";
import { exactly, weekday } from "../words";

const mailbox = (text: string) => [{ text, tone: "mono" as const }];
const fromTo = ({ from, changesTo }: { from: string; changesTo: string }) => [
  fact("From", mailbox(from)),
  fact("To", mailbox(changesTo)),
];

/** To the old mailbox, which can refuse it, and to the new one, which must confirm it. */
export function emailChange(mail: EmailChangeFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const asked = mail.askedBy ? `${oneLine(mail.askedBy)} asked` : "you, or somebody signed in as you, asked";
  const old = mail.kind === "email_change_from";
  const oldAction = old ? (mail.askedBy ? "See or refuse it" : "Confirm or refuse") : null;
  const until = mail.askedBy
    ? "the new mailbox is confirmed and a Security Admin approved"
    : "it is confirmed";
  return {
    to,
    program,
    supportUrl,
    subject: old ? "Your e-mail address is to change" : "Confirm your new e-mail address",
    preview: `To ${mail.changesTo}. ${old ? "You can refuse it until it holds" : `The link works once, until ${exactly(mail.lapsesAt, timeZone)}`}.`,
    heading: old ? "Your e-mail address is to change" : "Confirm your new e-mail address",
    intro: `${greeting(mail.name)}, ${asked} to change the e-mail address of your account at ${program}. Nothing changes until ${until}.`,
    action: {
      label: oldAction ?? "Confirm this mailbox",
      url: mail.url,
      note: `Opening the page changes nothing. ${old ? "You can refuse there until the change holds." : "The link works once, and only for you."}`,
    },
    facts: [
      ...fromTo(mail),
      fact("Lapses", `${weekday(mail.lapsesAt, timeZone)}`),
      fact("Afterwards", "Every session of yours ends, and open approval codes are replaced."),
    ],
    footer: {
      because: old
        ? `since you have an account at ${program}`
        : "since it was given as somebody's new address",
      unexpected: old
        ? "Refuse it on that page, and change your password"
        : "Do nothing: the link lapses by itself",
    },
  };
}

/** To both mailboxes, after the fact. */
export function emailChanged(mail: EmailChangedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  return {
    to,
    program,
    supportUrl,
    subject: "Your e-mail address has changed",
    preview: `You now sign in as ${mail.changesTo}.`,
    heading: "Your e-mail address has changed",
    intro: `${greeting(mail.name)}, your account at ${program} now uses ${mail.changesTo}. Every session of yours was ended; sign in anew.`,
    action: { label: "Open your account", url: mail.url, note: "You sign in with the new address." },
    facts: [...fromTo(mail), fact("Changed", exactly(mail.changedAt, timeZone))],
    footer: {
      because: `since you have, or had, an account at ${program}`,
      unexpected: "Tell an Administrator at once",
    },
  };
}

/** To the person whose roles changed. */
export function rolesChanged(mail: RolesChangedFacts): MailDocument {
  const { to, program, supportUrl, timeZone, by } = mail;
  const names = (roles: readonly string[]) => roles.map(oneLine).join(", ");
  return {
    to,
    program,
    supportUrl,
    subject: "Your roles have changed",
    preview: `What you may do at ${program} is different from now on.`,
    heading: "Your roles have changed",
    intro: `${greeting(mail.name)}, what you may do at ${program} is different from now on.`,
    action: { label: "See your roles", url: mail.url, note: "They hold already; nothing is left to do." },
    facts: [
      ...(mail.added.length > 0 ? [fact("Added", names(mail.added))] : []),
      ...(mail.removed.length > 0 ? [fact("Removed", names(mail.removed))] : []),
      fact("Changed", `${exactly(mail.changedAt, timeZone)}${by ? `, by ${oneLine(by)}` : ""}`),
    ],
    footer: { because: `since you have an account at ${program}`, unexpected: "Tell an Administrator" },
  };
}

/** To whoever signed in from a place that is new. */
export function newSignIn(mail: NewSignInFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const when = exactly(mail.signedInAt, timeZone);
  return {
    to,
    program,
    supportUrl,
    subject: "A new sign-in to your account",
    preview: mail.address ? `From ${mail.address}, ${when}.` : `${when}.`,
    heading: "A new sign-in to your account",
    intro: `${greeting(mail.name)}, somebody signed in as you from a place that you have not used lately. If it was you, there is nothing to do.`,
    action: {
      label: "See your sessions",
      url: mail.url,
      note: "There you can end any session, and change your password.",
    },
    facts: [
      fact("When", when),
      fact("From", mail.address ? mailbox(mail.address) : "an address that cannot be told"),
      ...(mail.browser ? [fact("With", oneLine(mail.browser))] : []),
      fact("Account", mailbox(to)),
    ],
    footer: {
      because: `since you have an account at ${program}`,
      unexpected: "Change your password, which ends every other session",
    },
  };
}

/** To everyone who manages tokens: a colleague stands at an address that opens nothing. */
export function addressAsked(mail: AddressAskedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const asker = oneLine(mail.asker);
  return {
    to,
    program,
    supportUrl,
    subject: `${asker} asks to have ${mail.address} approved`,
    preview: "It takes a request by you and an approval by a Security Admin.",
    heading: `${asker} asks for an address`,
    intro: `${greeting(mail.name)}, ${asker} works from an address that is not approved. If that is right, add it to a token: it becomes a request that a Security Admin decides.`,
    action: { label: "Look at it", url: mail.url, note: "Opening the page grants nothing." },
    facts: [
      fact("Address", mailbox(mail.address)),
      fact("Asked", `${exactly(mail.askedAt, timeZone)}, by ${asker}`),
      ...(mail.note ? [fact("Note", oneLine(mail.note))] : []),
    ],
    footer: {
      because: `since you look after the tokens of ${program}`,
      unexpected: "Dismiss it on that page",
    },
  };
}
