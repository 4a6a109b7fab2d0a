import "server-only";

/** A piece of text; "mono" for addresses, tokens and digests, "quiet" for what explains, "note" for a small one. */
export interface Span {
  text: string;
  tone?: "mono" | "quiet" | "note";
}

export interface Fact {
  label: string;
  /** One array of pieces a line. */
  lines: ReadonlyArray<readonly Span[]>;
}

/** What every mail says, in the order it says it. One layout draws it as HTML, one writer as text. */
export interface MailDocument {
  to: string;
  program: string;
  subject: string;
  /** The line that mailboxes show beside the subject. */
  preview: string;
  heading: string;
  intro: string;
  code?: { label: string; value: string; note: string };
  action: { label: string; url: string; note: string };
  facts: readonly Fact[];
  /** Why this person gets it, and what to do who did not expect it; the support ticket is added where there is one. */
  footer: { because: string; unexpected: string };
  supportUrl: string | null;
}

/** Text as one line: what people type cannot break a subject or a text mail's layout. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

export function fact(label: string, ...lines: Array<string | readonly Span[]>): Fact {
  return { label, lines: lines.map((line) => (typeof line === "string" ? [{ text: line }] : line)) };
}

export function greeting(name: string): string {
  return `Hello ${oneLine(name).split(" ")[0]}`;
}
