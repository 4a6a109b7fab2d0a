import "server-only";
import type {
  CommentedFacts,
  EscalatedFacts,
  RequestApprovedFacts,
  RequestRejectedFacts,
} from "@/contracts/mail-facts";
import { askedWords, isOfToken, titleOf } from "../asked";
import { type Fact, fact, greeting, type MailDocument, oneLine, type Span } from "../document";
import { exactly, weekday } from "../words";

type AboutRequest = RequestApprovedFacts | RequestRejectedFacts | EscalatedFacts | CommentedFacts;

const forWhat = ({ asked, purpose }: AboutRequest): Fact[] => [
  fact("For", titleOf(asked, purpose)),
  ...(isOfToken(asked) ? [fact("Token", [{ text: asked.reference, tone: "mono" }])] : []),
];

const decisionFacts = (mail: RequestApprovedFacts | RequestRejectedFacts, verb: string) => [
  ...forWhat(mail),
  fact(verb, `${exactly(mail.decidedAt, mail.timeZone)}, by ${oneLine(mail.decidedBy)}`),
];

const noteOf = (note: string | null) => (note ? [fact("Note", oneLine(note))] : []);

const because = (program: string) => `since you asked for this at ${program}`;

/** To the requester; a secret does not exist yet and is never in a mail. */
export function requestApproved(mail: RequestApprovedFacts): MailDocument {
  const { to, program, supportUrl, timeZone, displayUntil } = mail;
  const by = displayUntil && weekday(displayUntil, timeZone);
  return {
    to,
    program,
    supportUrl,
    subject: `Approved: ${titleOf(mail.asked, mail.purpose)}`,
    preview: by ? `Display the token by ${by}.` : "It is in force now.",
    heading: `${oneLine(mail.decidedBy)} approved your request`,
    intro: by
      ? `${greeting(mail.name)}, the token can be displayed now, by you alone, until ${by}.`
      : `${greeting(mail.name)}, what you asked for is in force now.`,
    action: by
      ? {
          label: "Display token",
          url: mail.url,
          note: "The secret is made when you display it. It is never in an e-mail.",
        }
      : { label: "See what changed", url: mail.url, note: "Nothing is left for you to do." },
    facts: [
      ...decisionFacts(mail, "Approved"),
      ...noteOf(mail.note),
      // What a token had before may have changed since, so that only what was granted is said.
      ...askedWords(isOfToken(mail.asked) ? { ...mail.asked, now: null } : mail.asked).facts,
    ],
    footer: {
      because: because(program),
      unexpected: isOfToken(mail.asked) ? "Revoke the token in API Settings" : "Tell a Security Admin",
    },
  };
}

/** To the requester, with the approver's note. */
export function requestRejected(mail: RequestRejectedFacts): MailDocument {
  const { to, program, supportUrl } = mail;
  return {
    to,
    program,
    supportUrl,
    subject: `Rejected: ${titleOf(mail.asked, mail.purpose)}`,
    preview: mail.note ? oneLine(mail.note) : "The request was rejected; nothing was granted.",
    heading: `${oneLine(mail.decidedBy)} rejected your request`,
    intro: `${greeting(mail.name)}, nothing was granted. You can copy the request, change it and submit it anew.`,
    action: {
      label: "Open the request",
      url: mail.url,
      note: "The request itself stays as it was, for the record.",
    },
    facts: [...noteOf(mail.note), ...decisionFacts(mail, "Rejected")],
    footer: { because: because(program), unexpected: "Tell a Security Admin" },
  };
}

function approverLine(one: EscalatedFacts["approvers"][number], timeZone: string): readonly Span[] {
  const asked: Span = { text: `, asked ${exactly(one.askedAt, timeZone)}`, tone: "quiet" };
  const failed: Span[] = one.mailFailed ? [{ text: "; the last e-mail to them failed" }] : [];
  return [{ text: oneLine(one.name) }, asked, ...failed];
}

const reminded = (times: number) =>
  times === 0 ? "not yet" : times === 1 ? "once" : times === 2 ? "twice" : `${times} times`;

const wayOut = {
  mine: "Speak to one of them, or have their code sent again from the request's page. An Administrator can make another person Security Admin. Or withdraw it and ask anew later.",
  administrator:
    "Make another person Security Admin, who then has a code sent; or see that one of those asked looks at it. A failed e-mail can be sent again under E-mail.",
};

/** To the requester and the Administrators, once, when a quarter of the request's life is left. */
export function escalated(mail: EscalatedFacts): MailDocument {
  const { to, program, supportUrl, timeZone, mine } = mail;
  const lapses = weekday(mail.lapsesAt, timeZone);
  const whose = mine ? "Your request" : `A request by ${oneLine(mail.requester)}`;
  return {
    to,
    program,
    supportUrl,
    subject: `Nobody has decided: ${titleOf(mail.asked, mail.purpose)}`,
    preview: `It lapses on ${lapses}.`,
    heading: `${whose} lapses soon`,
    intro: `${greeting(mail.name)}, nobody has decided it yet. It lapses on ${lapses}, and then nothing is granted.`,
    action: mine
      ? { label: "Open the request", url: mail.url, note: "Opening the page changes nothing." }
      : { label: "Open Users & Roles", url: mail.url, note: "Administrators decide nothing themselves." },
    facts: [
      ...forWhat(mail),
      fact("Requester", oneLine(mail.requester)),
      fact("Submitted", exactly(mail.requestedAt, timeZone)),
      fact("Asked", ...mail.approvers.map((one) => approverLine(one, timeZone))),
      fact("Reminded", reminded(mail.reminders)),
      fact("What helps", mine ? wayOut.mine : wayOut.administrator),
    ],
    footer: {
      because: mine ? because(program) : `since you are an Administrator of ${program}`,
      unexpected: "Tell a Security Admin",
    },
  };
}

/** To the other side of a request; what was said stands on the page alone. */
export function commented(mail: CommentedFacts): MailDocument {
  const { to, program, supportUrl } = mail;
  const author = oneLine(mail.author);
  return {
    to,
    program,
    supportUrl,
    subject: `${author} commented: ${titleOf(mail.asked, mail.purpose)}`,
    preview: "What was said stands on the request's page.",
    heading: `${author} commented on a request`,
    intro: `${greeting(mail.name)}, there is a comment for you to read. It is not part of what is signed.`,
    action: { label: "Read the comment", url: mail.url, note: "Opening the page decides nothing." },
    facts: [
      ...forWhat(mail),
      fact("Requester", oneLine(mail.requester)),
      fact("Said", exactly(mail.commentedAt, mail.timeZone)),
    ],
    footer: {
      because: `since you take part in this request at ${program}`,
      unexpected: "Turn such e-mails off in your profile, under E-mail",
    },
  };
}
