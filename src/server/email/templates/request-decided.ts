import "server-only";
import type { RequestApprovedFacts, RequestRejectedFacts } from "@/contracts/mail";
import { fact, greeting, type MailDocument, oneLine } from "../document";
import { exactly, networkLines, onDay, weekday } from "../words";

type Decided = RequestApprovedFacts | RequestRejectedFacts;

const noteOf = ({ note }: Decided) => (note ? [fact("Note", oneLine(note))] : []);

const decisionFacts = (mail: Decided, verb: string) => [
  fact("For", oneLine(mail.purpose)),
  fact("Token", [{ text: mail.reference, tone: "mono" }]),
  fact(verb, `${exactly(mail.decidedAt, mail.timeZone)}, by ${oneLine(mail.decidedBy)}`),
];

const because = (program: string) => `since you asked for a security token of ${program}`;

/** To the requester; the secret does not exist yet and is never in a mail. */
export function requestApproved(mail: RequestApprovedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const by = weekday(mail.displayUntil, timeZone);
  return {
    to,
    program,
    supportUrl,
    subject: `Approved: ${oneLine(mail.purpose)}`,
    preview: `Display the token by ${by}.`,
    heading: `${oneLine(mail.decidedBy)} approved your request`,
    intro: `${greeting(mail.name)}, the token can be displayed now, by you alone, until ${by}.`,
    action: {
      label: "Display token",
      url: mail.url,
      note: "The secret is made when you display it. It is never in an e-mail.",
    },
    facts: [
      ...decisionFacts(mail, "Approved"),
      ...noteOf(mail),
      fact("From where", ...networkLines(mail.networks)),
      fact("Until", onDay(mail.tokenExpiresAt, "UTC")),
    ],
    footer: { because: because(program), unexpected: "Revoke the token in API Settings" },
  };
}

/** To the requester, with the approver's note. */
export function requestRejected(mail: RequestRejectedFacts): MailDocument {
  const { to, program, supportUrl } = mail;
  return {
    to,
    program,
    supportUrl,
    subject: `Rejected: ${oneLine(mail.purpose)}`,
    preview: mail.note ? oneLine(mail.note) : "The request was rejected; nothing was granted.",
    heading: `${oneLine(mail.decidedBy)} rejected your request`,
    intro: `${greeting(mail.name)}, nothing was granted. You can change the request and submit it anew.`,
    action: {
      label: "Open API Settings",
      url: mail.url,
      note: "The request itself stays as it was, for the record.",
    },
    facts: [...noteOf(mail), ...decisionFacts(mail, "Rejected")],
    footer: { because: because(program), unexpected: "Tell a Security Admin" },
  };
}
