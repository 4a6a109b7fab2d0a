import "server-only";
import { formatApprovalCode } from "@/contracts/approval-code";
import type { ApprovalRequestedFacts } from "@/contracts/mail";
import { fact, greeting, type MailDocument, oneLine, type Span } from "../document";
import {
  addressesInAll,
  exactly,
  mayRead,
  networkLines,
  number,
  onDay,
  readsShortly,
  weekday,
} from "../words";

const shortDigest = (digest: string) => `${digest.slice(0, 8)}…${digest.slice(-8)}`;

function asked({ requestedAt, requestedFrom, timeZone }: ApprovalRequestedFacts): readonly Span[] {
  const when = exactly(requestedAt, timeZone);
  return requestedFrom
    ? [{ text: `${when}, from ` }, { text: requestedFrom, tone: "mono" }]
    : [{ text: when }];
}

function factsOf(mail: ApprovalRequestedFacts) {
  const limits = `${number(mail.ratePerMinute)} reads a minute, ${number(mail.dailyLimit)} customers a day`;
  return [
    fact("For", oneLine(mail.purpose)),
    fact("Reason", oneLine(mail.reason)),
    fact("May read", mayRead(mail.scopes)),
    fact("From where", ...networkLines(mail.networks)),
    fact("Limits", limits),
    fact("Until", onDay(mail.tokenExpiresAt, "UTC")),
    fact("Asked", asked(mail)),
    fact("Token", [{ text: mail.reference, tone: "mono" }]),
    fact(
      "Digest",
      [{ text: shortDigest(mail.digest), tone: "mono" }],
      [{ text: "The page must show the same one.", tone: "note" }],
    ),
  ];
}

/** To each Security Admin but the requester: the only mail that holds an approval code, and only the recipient's own. */
export function approvalRequested(mail: ApprovalRequestedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const requester = oneLine(mail.requester);
  const until = onDay(mail.tokenExpiresAt, "UTC");
  return {
    to,
    program,
    supportUrl,
    subject: `${requester} asks for a token: ${oneLine(mail.purpose)}`,
    preview: `${readsShortly(mail.scopes)}, ${addressesInAll(mail.networks)}, until ${until}. Your approval code is inside.`,
    heading: `${requester} asks for a security token`,
    intro: `${greeting(mail.name)}, please look at the request and decide. It lapses on ${weekday(mail.lapsesAt, timeZone)}.`,
    code: {
      label: "Your approval code",
      value: formatApprovalCode(mail.code),
      note: "Works once, for you and for this request only. Never pass it on.",
    },
    action: { label: "Review request", url: mail.url, note: "Opening the page decides nothing." },
    facts: factsOf(mail),
    footer: {
      because: `since you are a Security Admin of ${program}`,
      unexpected: "Reject the request",
    },
  };
}
