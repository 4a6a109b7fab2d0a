import "server-only";
import type { Fact, MailDocument } from "./document";

const labelWidth = 12;

function factText({ label, lines }: Fact): string {
  const texts = lines.map((line) => line.map(({ text }) => text).join(""));
  return texts
    .map((text, index) => `${(index === 0 ? `${label}:` : "").padEnd(labelWidth)}${text}`)
    .join("\n");
}

/** A document as plain text: the same words in the same order, for those who read no HTML. */
export function textOf(mail: MailDocument): string {
  const support = mail.supportUrl ? `\nSupport ticket: ${mail.supportUrl}` : "";
  const parts = [
    mail.heading,
    mail.intro,
    ...(mail.code ? [`${mail.code.label}: ${mail.code.value}\n${mail.code.note}`] : []),
    `${mail.action.label}:\n${mail.action.url}\n${mail.action.note}`,
    mail.facts.map(factText).join("\n"),
    `--\nSent to ${mail.to}, ${mail.footer.because}.\nNot expecting this? ${mail.footer.unexpected}.${support}`,
  ];
  return `${parts.join("\n\n")}\n`;
}
