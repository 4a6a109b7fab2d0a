import type { Scope } from "./scopes";

/** What a mail is rendered from: facts alone, read from the rows when it leaves. The same facts give the same mail. */
interface EveryMail {
  to: string;
  /** The recipient's name. */
  name: string;
  /** The loyalty program's name. */
  program: string;
  /** IANA name; times in the mail are written in it. */
  timeZone: string;
  supportUrl: string | null;
  /** Where its button leads; built from APP_URL alone. */
  url: string;
}

export interface MailedNetwork {
  text: string;
  size: bigint;
  label: string;
}

export interface ApprovalRequestedFacts extends EveryMail {
  kind: "approval_requested";
  /** The recipient's own approval code. */
  code: string;
  requester: string;
  purpose: string;
  reason: string;
  scopes: readonly Scope[];
  networks: readonly MailedNetwork[];
  ratePerMinute: number;
  dailyLimit: number;
  tokenExpiresAt: Date;
  requestedAt: Date;
  requestedFrom: string | null;
  lapsesAt: Date;
  reference: string;
  /** Hexadecimal. */
  digest: string;
}

interface DecidedFacts extends EveryMail {
  decidedBy: string;
  decidedAt: Date;
  purpose: string;
  reference: string;
  note: string | null;
}

export interface RequestApprovedFacts extends DecidedFacts {
  kind: "request_approved";
  networks: readonly MailedNetwork[];
  /** The secret can be displayed until then. */
  displayUntil: Date;
  tokenExpiresAt: Date;
}

export interface RequestRejectedFacts extends DecidedFacts {
  kind: "request_rejected";
}

export interface InvitationFacts extends EveryMail {
  kind: "invitation";
  /** Null where the set-up of the installation invites. */
  invitedBy: string | null;
  roles: readonly string[];
  lapsesAt: Date;
}

export interface PasswordResetFacts extends EveryMail {
  kind: "password_reset";
  lapsesAt: Date;
}

export type MailFacts =
  | ApprovalRequestedFacts
  | RequestApprovedFacts
  | RequestRejectedFacts
  | InvitationFacts
  | PasswordResetFacts;

export interface RenderedMail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

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
