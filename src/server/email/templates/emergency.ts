import "server-only";
import type { EmergencyFacts } from "@/contracts/mail-facts";
import { fact, greeting, type MailDocument, oneLine } from "../document";
import { exactly } from "../words";

const mono = (text: string) => [{ text, tone: "mono" as const }];

/** To who decides about access: somebody sees customers without an Approved IP, and a review is open. */
export function emergency(mail: EmergencyFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const [person, approver] = [oneLine(mail.person), oneLine(mail.approvedBy)];
  const opened = mail.kind === "emergency_opened";
  const until = exactly(mail.endsAt, timeZone);
  const heading = opened
    ? `${person} has an emergency access`
    : `The emergency access of ${person} waits for its review`;
  return {
    to,
    program,
    supportUrl,
    subject: heading,
    preview: `From ${mail.address}, until ${until}. Approved by ${approver}.`,
    heading,
    intro: opened
      ? `${greeting(mail.name)}, ${approver} let ${person} see customers from an address that is not approved, for a short while. Its review is open until a third person has closed it.`
      : `${greeting(mail.name)}, nobody has closed the review yet. It shows what was read, and asks whether it was justified.`,
    action: {
      label: opened ? "Look at it" : "Review it",
      url: mail.url,
      note: opened ? "There you can end it at once." : "Opening the page closes nothing.",
    },
    facts: [
      fact("Person", person),
      fact("From", mono(mail.address)),
      fact("Opened", `${exactly(mail.startsAt, timeZone)}, approved by ${approver}`),
      fact("Until", until),
      fact("Reason", oneLine(mail.reason)),
    ],
    footer: {
      because: `since you answer for who has access at ${program}`,
      unexpected: "End it on that page, and tell the others who decide about access",
    },
  };
}
