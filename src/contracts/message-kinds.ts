/** Every e-mail there is. */
export const messageKinds = [
  "approval_requested",
  "approval_reminder",
  "request_approved",
  "request_rejected",
  "request_escalated",
  "request_commented",
  "invitation",
  "password_reset",
  "email_change_from",
  "email_change_to",
  "email_changed",
  "roles_changed",
  "new_sign_in",
  "factor_changed",
  "audit_checkpoint",
  "emergency_opened",
  "emergency_review_due",
  "token_expiring",
  "token_expired",
  "token_rotated",
  "token_revoked",
  "network_expiring",
  "address_refused",
  "address_asked",
  "review_opened",
  "review_reminder",
  "review_owner",
  "review_closed",
  "token_reads_many",
  "token_suspended",
  "person_reads_many",
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What a person may do without; all others concern the security of access and are always sent. */
export const optionalMessageKinds = [
  "approval_reminder",
  "request_commented",
  "token_expiring",
  "network_expiring",
  "address_asked",
  "review_reminder",
] as const satisfies readonly MessageKind[];
export type OptionalMessageKind = (typeof optionalMessageKinds)[number];

/** What the bell shows. */
export const notificationKinds = [
  "approval_requested",
  "approval_reminder",
  "request_approved",
  "request_rejected",
  "request_expired",
  "request_withdrawn",
  "request_voided",
  "request_escalated",
  "request_commented",
  "token_expiring",
  "token_expired",
  "token_rotated",
  "token_revoked",
  "network_expiring",
  "address_refused",
  "address_asked",
  "address_approved",
  "emergency_opened",
  "emergency_review_due",
  "new_sign_in",
  "email_changed",
  "roles_changed",
  "settings_changed",
  "review_opened",
  "review_reminder",
  "review_owner",
  "review_closed",
  "token_reads_many",
  "token_suspended",
  "person_reads_many",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Facts of a message or notification that its rows do not hold already; each kind uses its own. */
export interface MessageDetails {
  /** Days before an end. */
  days?: number;
  networkId?: string;
  /** The address of a refusal, a sign-in or an ask. */
  address?: string | null;
  sessionId?: string;
  /** "Firefox on Linux", of a sign-in. */
  browser?: string;
  askId?: string;
  /** The asker is told that nothing comes of it, in these words. */
  dismissed?: string;
  emailChangeId?: string;
  commentId?: string;
  /** What became of the second factors. */
  change?: FactorChange;
  /** The checkpoint's seal. */
  seq?: string;
  /** Names of roles that came and went. */
  added?: string[];
  removed?: string[];
  /** When it happened or will, ISO 8601. */
  at?: string;
  /** The round of a review. */
  roundId?: string;
  /** How often, when it was written. */
  count?: number;
  /** Who did it. */
  byId?: string;
  /** Why reading looks unusual. */
  reading?: ReadingFound;
}

/** Unusual reading, in customers: what was read, and what it is measured against. */
export interface ReadingFound {
  what: "burst" | "many" | "ceiling";
  customers: number;
  /** The usual rate a minute, or the ceiling. */
  against: number;
  /** The UTC day, YYYY-MM-DD, where it had passed when it was counted. */
  day?: string;
}

/** What became of a person's second factors. */
export type FactorChange = "added" | "removed" | "recovery_code_used" | "reset";
