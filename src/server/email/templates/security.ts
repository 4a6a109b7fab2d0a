import "server-only";
import type { AuditCheckpointFacts, FactorChangedFacts } from "@/contracts/mail-facts";
import { fact, greeting, type MailDocument } from "../document";
import { exactly } from "../words";

const mono = (text: string) => [{ text, tone: "mono" as const }];

const changes: Record<FactorChangedFacts["change"], { subject: string; happened: string }> = {
  added: { subject: "A second factor was added", happened: "a second factor was added to your account" },
  removed: {
    subject: "A second factor was removed",
    happened: "a second factor was removed from your account",
  },
  recovery_code_used: {
    subject: "A recovery code was used",
    happened: "one of your recovery codes was used to sign in",
  },
  reset: {
    subject: "Your second factors were reset",
    happened:
      "all second factors and recovery codes of your account were removed; you set up new ones when you sign in",
  },
};

/** To whose second factors changed, so that a stranger's change is seen. */
export function factorChanged(mail: FactorChangedFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const { subject, happened } = changes[mail.change];
  return {
    to,
    program,
    supportUrl,
    subject,
    preview: `At ${program}, ${exactly(mail.changedAt, timeZone)}.`,
    heading: subject,
    intro: `${greeting(mail.name)}, ${happened}. If it was you, there is nothing to do.`,
    action: { label: "See your second factors", url: mail.url, note: "There you can add and remove them." },
    facts: [
      fact("When", exactly(mail.changedAt, timeZone)),
      fact("From", mail.address ? mono(mail.address) : "an address that cannot be told"),
      fact("Account", mono(to)),
    ],
    footer: {
      because: `since you have an account at ${program}`,
      unexpected: "Change your password and tell an Administrator at once",
    },
  };
}

/** To every Security Admin, daily: to be kept where nobody who can write to the database reaches it. */
export function auditCheckpoint(mail: AuditCheckpointFacts): MailDocument {
  const { to, program, supportUrl, timeZone, checkpoint } = mail;
  const records = Number(checkpoint.records).toLocaleString("en");
  return {
    to,
    program,
    supportUrl,
    subject: `Checkpoint of the audit log: ${records} records`,
    preview: `Keep this mail: what stands under it cannot be altered unnoticed.`,
    heading: "Checkpoint of the audit log",
    intro: `${greeting(mail.name)}, keep this mail. It names the audit log of ${program} as it stands, so that a later change to any of these records is found out.`,
    action: {
      label: "Open the audit log",
      url: mail.url,
      note: "There the same checkpoint can be downloaded as a file.",
    },
    facts: [
      fact("Records", `${records}, in ${Number(checkpoint.seq).toLocaleString("en")} seals`),
      fact("Hash", mono(checkpoint.hash)),
      fact("Signed", exactly(new Date(checkpoint.signed_at), timeZone)),
      fact("Public key", mono(checkpoint.public_key)),
      fact("Whole", mono(JSON.stringify(checkpoint))),
    ],
    footer: {
      because: `since you decide about access at ${program}`,
      unexpected: "Keep it all the same",
    },
  };
}
