import type { MessageKind } from "./message-kinds";

/** What each e-mail is, as lists of them name it. */
export const messageKindWords: Record<MessageKind, string> = {
  approval_requested: "Approval requested",
  approval_reminder: "Reminder to decide",
  request_approved: "Request approved",
  request_rejected: "Request rejected",
  request_escalated: "Nobody has decided",
  request_commented: "Comment on a request",
  invitation: "Invitation",
  password_reset: "New password",
  email_change_from: "Change of e-mail: old mailbox",
  email_change_to: "Change of e-mail: new mailbox",
  email_changed: "E-mail changed",
  roles_changed: "Roles changed",
  new_sign_in: "New sign-in",
  token_expiring: "Token expires soon",
  token_expired: "Token expired",
  token_rotated: "Token has a new secret",
  token_revoked: "Token revoked",
  network_expiring: "Approved IP expires soon",
  address_refused: "Refused from an unapproved address",
  address_asked: "Somebody asks for an address",
};
