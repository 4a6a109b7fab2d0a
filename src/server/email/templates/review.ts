import "server-only";
import type { ReviewClosedFacts, ReviewFacts, ReviewOwnerFacts } from "@/contracts/mail-facts";
import { counted } from "@/contracts/words";
import { fact, greeting, type MailDocument, oneLine, type Span } from "../document";
import { exactly, number } from "../words";

const listed = ({ tokens, networks }: { tokens: number; networks: number }) =>
  `${counted(tokens, "token")}, ${counted(networks, "Approved IP")}`;

/** To every Security Admin: a round has begun, or its end comes near. */
export function reviewWaits(mail: ReviewFacts): MailDocument {
  const { to, program, supportUrl, timeZone, unanswered } = mail;
  const end = exactly(mail.deadlineAt, timeZone);
  const opened = mail.kind === "review_opened";
  const waiting = counted(unanswered, "line waits", "lines wait");
  return {
    to,
    program,
    supportUrl,
    subject: opened ? "Yearly review: keep or drop what was approved" : `Yearly review: ${waiting} still`,
    preview: `What nobody answers by ${end} expires.`,
    heading: opened ? "The yearly review has begun" : `${waiting} for an answer`,
    intro: `${greeting(mail.name)}, look at every security token and Approved IP that lives, and keep or drop each. What nobody answers by ${end} expires then.`,
    action: { label: "Open the review", url: mail.url, note: "Opening it changes nothing." },
    facts: [
      fact("Listed", listed(mail)),
      fact("Waiting", number(unanswered)),
      fact("Began", exactly(mail.openedAt, timeZone)),
      fact("Ends", end),
    ],
    footer: {
      because: `since you decide about access at ${program}`,
      unexpected: "Look at the review in the application",
    },
  };
}

const mostLines = 25;

const wordsOf = ({ title, signedPurpose }: ReviewOwnerFacts["tokens"][number]) =>
  signedPurpose ? `${oneLine(title)}, signed as “${oneLine(signedPurpose)}”` : oneLine(title);

/** To who looks after tokens that nobody has answered for yet. */
export function reviewOwner(mail: ReviewOwnerFacts): MailDocument {
  const { to, program, supportUrl, timeZone, tokens } = mail;
  const end = exactly(mail.deadlineAt, timeZone);
  const shown = tokens.slice(0, mostLines).map((token): readonly Span[] => [
    { text: token.reference, tone: "mono" },
    { text: ` ${wordsOf(token)}, ${counted(token.unanswered, "line")}`, tone: "quiet" },
  ]);
  const left = tokens.length - shown.length;
  const more: Array<readonly Span[]> =
    left > 0 ? [[{ text: `and ${number(left)} more`, tone: "quiet" }]] : [];
  const what = counted(tokens.length, "token of yours is", "tokens of yours are");
  return {
    to,
    program,
    supportUrl,
    subject: `${what} under review`,
    preview: `What no Security Admin keeps by ${end} ends.`,
    heading: `${what} under review`,
    intro: `${greeting(mail.name)}, each token and each of its addresses ends on ${end} unless a Security Admin keeps it. Tell them which are still needed; revoke those that are not.`,
    action: { label: "See the review", url: mail.url, note: "Opening it changes nothing." },
    facts: [fact("Tokens", ...shown, ...more), fact("Ends", end)],
    footer: {
      because: `since you look after tokens of ${program}`,
      unexpected: "Ask a Security Admin",
    },
  };
}

/** To every Security Admin: how a round ended. */
export function reviewClosed(mail: ReviewClosedFacts): MailDocument {
  const { to, program, supportUrl, timeZone, answers } = mail;
  const said = `${number(answers.kept)} kept, ${number(answers.dropped)} dropped, ${number(answers.expired)} expired`;
  return {
    to,
    program,
    supportUrl,
    subject: `Yearly review over: ${said}`,
    preview: `${listed(mail)}.`,
    heading: "The yearly review is over",
    intro: `${greeting(mail.name)}, every line has its answer. What was dropped or not attested works no more.`,
    action: { label: "See its answers", url: mail.url, note: "They stay on record." },
    facts: [
      fact("Listed", listed(mail)),
      fact("Kept", number(answers.kept)),
      fact("Dropped", number(answers.dropped)),
      fact("Not attested", `${number(answers.expired)}, expired`),
      fact("Ended otherwise", number(answers.ended)),
      fact("Closed", exactly(mail.closedAt, timeZone)),
    ],
    footer: {
      because: `since you decide about access at ${program}`,
      unexpected: "Look at the audit log",
    },
  };
}
