import "server-only";
import type {
  AddressRefusedFacts,
  NetworkExpiringFacts,
  TokenEndFacts,
  TokenRevokedFacts,
  TokenRotatedFacts,
} from "@/contracts/mail-facts";
import { type Fact, fact, greeting, type MailDocument, oneLine, type Span } from "../document";
import { exactly, inDays, networkLines, number } from "../words";

type AboutToken =
  | AddressRefusedFacts
  | NetworkExpiringFacts
  | TokenEndFacts
  | TokenRevokedFacts
  | TokenRotatedFacts;

export function tokenLines({ token }: Pick<AboutToken, "token">): Fact[] {
  const left: Span[] = token.ownerLeft ? [{ text: ", who manages no tokens any more", tone: "quiet" }] : [];
  return [
    fact("For", oneLine(token.title)),
    ...(token.signedPurpose ? [fact("Signed as", oneLine(token.signedPurpose))] : []),
    fact("Token", [{ text: token.reference, tone: "mono" }]),
    fact("Owner", [{ text: oneLine(token.owner) }, ...left]),
  ];
}

export const because = ({ token, program }: Pick<AboutToken, "token" | "program">) =>
  token.mine ? `since you own this token of ${program}` : `since you look after the tokens of ${program}`;

export const page = (url: string, label: string) => ({
  label,
  url,
  note: "Opening the page changes nothing.",
});

/** To a token's owner, or to everyone who manages tokens where the owner left: before its end, and at it. */
export function tokenEnd(mail: TokenEndFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const title = oneLine(mail.token.title);
  const when = exactly(mail.expiresAt, timeZone);
  const over = mail.kind === "token_expired";
  return {
    to,
    program,
    supportUrl,
    subject: over ? `Expired: ${title}` : `Expires ${inDays(mail.days)}: ${title}`,
    preview: over
      ? `Every call with it is refused since ${when}.`
      : `On ${when}. Renewing takes an approval.`,
    heading: over ? "A security token has expired" : `A security token expires ${inDays(mail.days)}`,
    intro: over
      ? `${greeting(mail.name)}, every call with this token is refused now. If it is still needed, generate and submit a new one.`
      : `${greeting(mail.name)}, if this token is still needed, ask for its renewal now: a Security Admin must approve it, and its callers get a new secret.`,
    action: page(mail.url, over ? "Open API Settings" : "Renew the token"),
    facts: [...tokenLines(mail), fact(over ? "Expired" : "Expires", when)],
    footer: {
      because: because(mail),
      unexpected: over ? "Tell a Security Admin" : "Let it expire, or revoke it",
    },
  };
}

/** To the owner and the approver: the new secret was displayed. Neither secret is in the mail. */
export function tokenRotated(mail: TokenRotatedFacts): MailDocument {
  const { to, program, supportUrl, timeZone, oldEndsAt } = mail;
  const title = oneLine(mail.token.title);
  const ends = oldEndsAt && exactly(oldEndsAt, timeZone);
  return {
    to,
    program,
    supportUrl,
    subject: `New secret: ${title}`,
    preview: ends ? `The old one works until ${ends}.` : "The token has its first secret.",
    heading: "A security token has a new secret",
    intro: ends
      ? `${greeting(mail.name)}, the new secret was displayed. Every caller must use it before the old one ends: ${ends}.`
      : `${greeting(mail.name)}, the new secret was displayed.`,
    action: page(mail.url, "Open the token"),
    facts: [
      ...tokenLines(mail),
      fact("Why", mail.asked === "renewal" ? "Renewal" : "Rotation"),
      fact("Displayed", `${exactly(mail.displayedAt, timeZone)}, by ${oneLine(mail.displayedBy)}`),
      ...(mail.approvedBy ? [fact("Approved", `by ${oneLine(mail.approvedBy)}`)] : []),
      ...(ends ? [fact("Old secret", `works until ${ends}`)] : []),
    ],
    footer: { because: `since you own or approved this token of ${program}`, unexpected: "Revoke the token" },
  };
}

/** To the owner and everyone else who manages tokens. */
export function tokenRevoked(mail: TokenRevokedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const by = mail.revokedBy ? `, by ${oneLine(mail.revokedBy)}` : "";
  return {
    to,
    program,
    supportUrl,
    subject: `Revoked: ${oneLine(mail.token.title)}`,
    preview: "Every call with it is refused from now on.",
    heading: "A security token was revoked",
    intro: `${greeting(mail.name)}, every call with this token is refused from now on. That is final: who still needs access asks for a new token.`,
    action: page(mail.url, "Open the token"),
    facts: [...tokenLines(mail), fact("Revoked", `${exactly(mail.revokedAt, timeZone)}${by}`)],
    footer: { because: because(mail), unexpected: "Ask whoever revoked it" },
  };
}

/** To the token's owner, or to everyone who manages tokens where the owner left. */
export function networkExpiring(mail: NetworkExpiringFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const when = exactly(mail.expiresAt, timeZone);
  return {
    to,
    program,
    supportUrl,
    subject: `Expires soon: ${mail.network.text} of ${oneLine(mail.token.title)}`,
    preview: `On ${when}. The token itself goes on.`,
    heading: "An Approved IP expires soon",
    intro: `${greeting(mail.name)}, from then on the token is refused from this address. If it is still needed, ask for it anew: a Security Admin must approve it.`,
    action: page(mail.url, "Add the address anew"),
    facts: [fact("Approved IP", ...networkLines([mail.network])), fact("Expires", when), ...tokenLines(mail)],
    footer: { because: because(mail), unexpected: "Let it expire" },
  };
}

const whatToDo = [
  "It is one of yours: ask to have the address approved.",
  "You are not sure: rotate the secret, which ends the one in use.",
  "It should not be out there: revoke the token, at once and for good.",
];

/** To everyone who manages tokens or decides: a genuine secret came from where it may not. One a token, block and hour (rule 12). */
export function addressRefused(mail: AddressRefusedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const address: Span = mail.address
    ? { text: mail.address, tone: "mono" }
    : { text: "an address that cannot be told" };
  return {
    to,
    program,
    supportUrl,
    subject: `Refused from an unapproved address: ${oneLine(mail.token.title)}`,
    preview: `${address.text}. Nothing was returned.`,
    heading: "A security token was used from an unapproved address",
    intro: `${greeting(mail.name)}, the secret was genuine, the address was not approved, and nothing was returned. If nobody moved or added a system, the secret may have been taken.`,
    action: page(mail.url, "Open the token"),
    facts: [
      ...tokenLines(mail),
      fact("From", [address]),
      fact("First", exactly(mail.firstAt, timeZone)),
      fact("Refusals", `${number(mail.count)} from there within that hour, when this was written`),
      fact("What to do", ...whatToDo),
      fact("Further", "At most one such e-mail an hour for one network; the audit log has every refusal."),
    ],
    footer: { because: `since you look after the tokens of ${program}`, unexpected: "Revoke the token" },
  };
}
