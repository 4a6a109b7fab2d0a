import "server-only";
import { formatApprovalCode } from "@/contracts/approval-code";
import type { ApprovalFacts } from "@/contracts/mail-facts";
import { askedWords, isOfToken, titleOf } from "../asked";
import { type Fact, fact, greeting, type MailDocument, oneLine, type Span } from "../document";
import { exactly, weekday } from "../words";

const shortDigest = (digest: string) => `${digest.slice(0, 8)}…${digest.slice(-8)}`;

function askedWhen({ requestedAt, requestedFrom, timeZone }: ApprovalFacts): readonly Span[] {
  const when = exactly(requestedAt, timeZone);
  return requestedFrom
    ? [{ text: `${when}, from ` }, { text: requestedFrom, tone: "mono" }]
    : [{ text: when }];
}

function factsOf(mail: ApprovalFacts, asked: readonly Fact[]): Fact[] {
  return [
    fact("For", oneLine(mail.purpose)),
    fact("Reason", oneLine(mail.reason)),
    ...asked,
    fact("Asked", askedWhen(mail)),
    ...(isOfToken(mail.asked) ? [fact("Token", [{ text: mail.asked.reference, tone: "mono" }])] : []),
    fact(
      "Digest",
      [{ text: shortDigest(mail.digest), tone: "mono" }],
      [{ text: "The page must show the same one.", tone: "note" }],
    ),
  ];
}

function subjectOf({ asked, purpose }: ApprovalFacts, requester: string, asks: string): string {
  if (asked.kind === "new_token") return `${requester} asks for a token: ${oneLine(purpose)}`;
  return isOfToken(asked) ? `${requester} asks: ${titleOf(asked, purpose)}` : `${requester} ${asks}`;
}

/** To each Security Admin but the requester: with its reminder the only mail that holds an approval code, the recipient's own. */
export function approval(mail: ApprovalFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const requester = oneLine(mail.requester);
  const { asks, facts, shortly } = askedWords(mail.asked);
  const subject = subjectOf(mail, requester, asks);
  const reminds = mail.kind === "approval_reminder";
  const lapses = `It lapses on ${weekday(mail.lapsesAt, timeZone)}.`;
  return {
    to,
    program,
    supportUrl,
    subject: reminds ? `Still waiting: ${subject}` : subject,
    preview: `${shortly}. Your approval code is inside.`,
    heading: reminds ? "This request still waits for a decision" : `${requester} ${asks}`,
    intro: reminds
      ? `${greeting(mail.name)}, ${requester} ${asks}, and nobody has decided yet. ${lapses}`
      : `${greeting(mail.name)}, please look at the request and decide. ${lapses}`,
    code: {
      label: "Your approval code",
      value: formatApprovalCode(mail.code),
      note: "Works once, for you and for this request only. Never pass it on.",
    },
    action: { label: "Review request", url: mail.url, note: "Opening the page decides nothing." },
    facts: factsOf(mail, facts),
    footer: {
      because: `since you are a Security Admin of ${program}`,
      unexpected: "Reject the request",
    },
  };
}
