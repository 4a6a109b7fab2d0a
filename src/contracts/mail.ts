import type { MailFacts } from "./mail-facts";

export interface RenderedMail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** The same facts give the same mail. */
export type RenderMail = (facts: MailFacts) => Promise<RenderedMail>;

export type SendOutcome =
  | { outcome: "sent"; providerId: string | null }
  /** The provider is down, slow or busy; perhaps with its word on how long to wait. */
  | { outcome: "try_again"; error: string; afterSeconds: number | null }
  /** Trying again would not help. */
  | { outcome: "refused"; error: string };

/** Where mail leaves. The same key twice within 24 h is one mail; nothing is thrown. */
export interface MailTransport {
  send(mail: RenderedMail, idempotencyKey: string): Promise<SendOutcome>;
}
