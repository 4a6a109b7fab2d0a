import type { Checkpoint } from "./audit-chain";
import type { FactorChange, ReadingFound } from "./message-kinds";
import type { RequestedChange, TokenRequestKind } from "./request-kinds";
import type { ReviewAnswer } from "./review";
import type { Scope } from "./scopes";

/** What every mail needs; it is rendered from facts alone, read from the rows when it leaves. */
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

export interface AskedOfToken {
  kind: TokenRequestKind;
  reference: string;
  scopes: readonly Scope[];
  networks: readonly MailedNetwork[];
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  tokenExpiresAt: Date;
  overlapSeconds: number;
  /** The token as it stands; null once something changed it, and for a token that is new. */
  now: {
    ratePerMinute: number;
    dailyLimit: number;
    distinctCeiling: number | null;
    tokenExpiresAt: Date;
  } | null;
}

/** What a request asks for: of a token, or another change. */
export type Asked = AskedOfToken | RequestedChange;

interface AboutRequest extends EveryMail {
  requester: string;
  purpose: string;
  asked: Asked;
}

export interface ApprovalFacts extends AboutRequest {
  kind: "approval_requested" | "approval_reminder";
  /** The recipient's own approval code. */
  code: string;
  reason: string;
  requestedAt: Date;
  requestedFrom: string | null;
  lapsesAt: Date;
  /** Hexadecimal. */
  digest: string;
}

interface DecidedFacts extends AboutRequest {
  decidedBy: string;
  decidedAt: Date;
  note: string | null;
}

export interface RequestApprovedFacts extends DecidedFacts {
  kind: "request_approved";
  /** A secret can be displayed until then; null where none is granted. */
  displayUntil: Date | null;
}

export interface RequestRejectedFacts extends DecidedFacts {
  kind: "request_rejected";
}

export interface EscalatedFacts extends AboutRequest {
  kind: "request_escalated";
  /** The recipient asked for it; else they are told as an Administrator. */
  mine: boolean;
  requestedAt: Date;
  lapsesAt: Date;
  reminders: number;
  approvers: ReadonlyArray<{ name: string; askedAt: Date; mailFailed: boolean }>;
}

export interface CommentedFacts extends AboutRequest {
  kind: "request_commented";
  author: string;
  commentedAt: Date;
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

interface EmailFacts extends EveryMail {
  from: string;
  changesTo: string;
}

export interface EmailChangeFacts extends EmailFacts {
  kind: "email_change_from" | "email_change_to";
  /** Null where the person asked for it. */
  askedBy: string | null;
  lapsesAt: Date;
}

export interface EmailChangedFacts extends EmailFacts {
  kind: "email_changed";
  changedAt: Date;
}

export interface RolesChangedFacts extends EveryMail {
  kind: "roles_changed";
  added: readonly string[];
  removed: readonly string[];
  by: string | null;
  changedAt: Date;
}

export interface NewSignInFacts extends EveryMail {
  kind: "new_sign_in";
  address: string | null;
  /** "Firefox on Linux"; null where it was not noted. */
  browser: string | null;
  signedInAt: Date;
}

export interface FactorChangedFacts extends EveryMail {
  kind: "factor_changed";
  change: FactorChange;
  address: string | null;
  changedAt: Date;
}

export interface AuditCheckpointFacts extends EveryMail {
  kind: "audit_checkpoint";
  checkpoint: Checkpoint;
}

/** An emergency access that another person approved; its review is open. */
export interface EmergencyFacts extends EveryMail {
  kind: "emergency_opened" | "emergency_review_due";
  person: string;
  approvedBy: string;
  address: string;
  reason: string;
  startsAt: Date;
  /** When it ended or ends by itself. */
  endsAt: Date;
}

export interface MailedToken {
  reference: string;
  /** What people call it. */
  title: string;
  /** What was signed, where that is not the same. */
  signedPurpose: string | null;
  owner: string;
  /** The recipient owns it. */
  mine: boolean;
  /** Its owner is not here any more, or manages no tokens. */
  ownerLeft: boolean;
}

interface AboutToken extends EveryMail {
  token: MailedToken;
}

export interface TokenEndFacts extends AboutToken {
  kind: "token_expiring" | "token_expired";
  expiresAt: Date;
  /** Which reminder it is; 0 once it has expired. */
  days: number;
}

export interface TokenRotatedFacts extends AboutToken {
  kind: "token_rotated";
  /** Why there is a new secret. */
  asked: "rotation" | "renewal";
  displayedBy: string;
  displayedAt: Date;
  approvedBy: string | null;
  /** When the last of the older secrets stops working; null where there was none. */
  oldEndsAt: Date | null;
}

export interface TokenRevokedFacts extends AboutToken {
  kind: "token_revoked";
  revokedBy: string | null;
  revokedAt: Date;
}

export interface NetworkExpiringFacts extends AboutToken {
  kind: "network_expiring";
  network: MailedNetwork;
  expiresAt: Date;
}

export interface AddressRefusedFacts extends AboutToken {
  kind: "address_refused";
  address: string | null;
  firstAt: Date;
  /** Refusals from its block in that hour, when the mail was written. */
  count: number;
}

/** A token reads unusually much: in a burst, or many different customers; or was suspended for it. */
export interface TokenReadingFacts extends AboutToken {
  kind: "token_reads_many" | "token_suspended";
  reading: ReadingFound;
  seenAt: Date;
}

/** A person sees many different customers on the screens. */
export interface PersonReadingFacts extends EveryMail {
  kind: "person_reads_many";
  person: string;
  customers: number;
  seenAt: Date;
}

export interface AddressAskedFacts extends EveryMail {
  kind: "address_asked";
  asker: string;
  address: string;
  note: string;
  askedAt: Date;
}

interface AboutReview extends EveryMail {
  openedAt: Date;
  /** What nobody answered by then expires. */
  deadlineAt: Date;
  tokens: number;
  networks: number;
}

export interface ReviewFacts extends AboutReview {
  kind: "review_opened" | "review_reminder";
  /** Lines without an answer, when the mail was written. */
  unanswered: number;
}

export interface ReviewOwnerFacts extends EveryMail {
  kind: "review_owner";
  deadlineAt: Date;
  /** Those of the recipient that nobody has kept or dropped yet, themselves or an address of theirs. */
  tokens: ReadonlyArray<{
    reference: string;
    title: string;
    signedPurpose: string | null;
    unanswered: number;
  }>;
}

export interface ReviewClosedFacts extends AboutReview {
  kind: "review_closed";
  closedAt: Date;
  answers: Readonly<Record<ReviewAnswer, number>>;
}

export type MailFacts =
  | ApprovalFacts
  | RequestApprovedFacts
  | RequestRejectedFacts
  | EscalatedFacts
  | CommentedFacts
  | InvitationFacts
  | PasswordResetFacts
  | EmailChangeFacts
  | EmailChangedFacts
  | RolesChangedFacts
  | FactorChangedFacts
  | AuditCheckpointFacts
  | EmergencyFacts
  | NewSignInFacts
  | TokenEndFacts
  | TokenRotatedFacts
  | TokenRevokedFacts
  | NetworkExpiringFacts
  | AddressRefusedFacts
  | AddressAskedFacts
  | ReviewFacts
  | ReviewOwnerFacts
  | ReviewClosedFacts
  | TokenReadingFacts
  | PersonReadingFacts;

export type CommonFacts = Omit<EveryMail, "url">;

/** A mail's own facts, without what every mail needs. */
export type OwnFacts<Facts extends MailFacts = MailFacts> = Facts extends MailFacts
  ? Omit<Facts, keyof CommonFacts>
  : never;
