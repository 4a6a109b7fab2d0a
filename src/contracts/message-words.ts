import type { MessageKind } from "./message-kinds";
import { cannotBeDerived, noLongerNeeded } from "./messages";

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
  factor_changed: "Second factor changed",
  audit_checkpoint: "Checkpoint of the audit log",
  emergency_opened: "Emergency access opened",
  emergency_review_due: "Emergency access to be reviewed",
  token_expiring: "Token expires soon",
  token_expired: "Token expired",
  token_rotated: "Token has a new secret",
  token_revoked: "Token revoked",
  network_expiring: "Approved IP expires soon",
  address_refused: "Refused from an unapproved address",
  address_asked: "Somebody asks for an address",
  review_opened: "Yearly review has begun",
  review_reminder: "Reminder of the yearly review",
  review_owner: "Your tokens are under review",
  review_closed: "Yearly review is over",
  token_reads_many: "Token reads unusually much",
  token_suspended: "Token suspended",
  person_reads_many: "Person sees many customers",
};

/** Why a message could not be sent, in plain words; `error` is the provider's or our own word for it. */
export function failureWords(error: string | null): string {
  if (error === null) return "It was tried for 23 hours, and no try came to an end.";
  if (error === noLongerNeeded)
    return "Not needed any more when its turn came: what it says was no longer so.";
  if (error === cannotBeDerived) return "What it was made from is gone, its key retired for instance.";
  return `${providerWords(error)} (${error}).`;
}

function providerWords(error: string): string {
  if (error === "timeout") return "The mail provider did not answer in time";
  if (error === "unreachable") return "The mail provider could not be reached";
  const status = Number.parseInt(error, 10);
  if (status === 401 || status === 403) {
    return "The mail provider refused our key or our sender; whoever runs the server checks RESEND_API_KEY and RESEND_FROM";
  }
  if (status === 429) return "The mail provider takes no more mails for now";
  if (status >= 500) return "The mail provider failed";
  return "The mail provider refused the mail; see that the mailbox is right";
}
