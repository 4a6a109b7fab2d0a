import type { MessageKind, OptionalMessageKind } from "@/contracts/message-kinds";

/** The optional kinds as choices. */
export const optionalWords: Record<OptionalMessageKind, { label: string; detail: string }> = {
  approval_reminder: {
    label: "Reminders to decide",
    detail: "While a request waits for you, up to three times. The first e-mail with your code always comes.",
  },
  request_commented: {
    label: "Comments on requests",
    detail: "When the other side of a request writes something.",
  },
  token_expiring: {
    label: "Tokens that expire soon",
    detail: "30, 7 and 1 days before. That one has expired is always told.",
  },
  network_expiring: {
    label: "Approved IPs that expire soon",
    detail: "7 and 1 days before, where an address ends before its token.",
  },
  address_asked: {
    label: "Colleagues who ask for an address",
    detail: "For who looks after tokens: somebody stands at an address that opens nothing.",
  },
  review_reminder: {
    label: "Reminders of the yearly review",
    detail: "For Security Admins, 14, 7 and 1 days before what nobody answered expires.",
  },
};

interface AlwaysOn {
  label: string;
  why: string;
  kinds: readonly Exclude<MessageKind, OptionalMessageKind>[];
}

/** What is always sent, by what it protects. */
export const alwaysOn: readonly AlwaysOn[] = [
  {
    label: "Requests to decide, and how they ended",
    why: "Approving takes your mailbox: the code is in the e-mail. A request that nobody answers must not end unseen.",
    kinds: ["approval_requested", "request_approved", "request_rejected", "request_escalated"],
  },
  {
    label: "Your account: sign-ins from new places, password, second factors, e-mail address, roles",
    why: "If it was not you, this is how you learn of it.",
    kinds: [
      "invitation",
      "password_reset",
      "email_change_from",
      "email_change_to",
      "email_changed",
      "roles_changed",
      "new_sign_in",
      "factor_changed",
    ],
  },
  {
    label: "Checkpoints of the audit log, for Security Admins",
    why: "Each is a copy that nobody who can write to the database reaches: with it, altered records are found out.",
    kinds: ["audit_checkpoint"],
  },
  {
    label: "Emergency access, for those who decide about access",
    why: "Somebody reads customers without an approved address. Whoever answers for that must know at once, and until it is reviewed.",
    kinds: ["emergency_opened", "emergency_review_due"],
  },
  {
    label:
      "Your tokens: new secret, revoked, expired, suspended, reading much, used from an unapproved address",
    why: "A token reads customers' data; whoever answers for it must know when that changes, or when it may be stolen.",
    kinds: [
      "token_rotated",
      "token_revoked",
      "token_expired",
      "token_suspended",
      "token_reads_many",
      "address_refused",
    ],
  },
  {
    label: "Colleagues who see very many customers, for Security Admins",
    why: "One person who looks through the program's members is how a data set leaves by hand.",
    kinds: ["person_reads_many"],
  },
  {
    label: "The yearly review: that it has begun, what of yours may end, how it ended",
    why: "What nobody attests expires; whoever decides or depends on it must know in time.",
    kinds: ["review_opened", "review_owner", "review_closed"],
  },
];
