import "server-only";
import type { MessageKind } from "../../../contracts/message-kinds";
import type { Permission } from "../../../contracts/permissions";

const ofRequests: readonly Permission[] = ["api_settings.manage", "access_requests.decide"];
const ofPeople: readonly Permission[] = ["users.manage"];

/** Whom a kind of message concerns: holders of any of these see its failures and may send it again. */
export const resendPermissions: Record<MessageKind, readonly Permission[]> = {
  approval_requested: ofRequests,
  approval_reminder: ofRequests,
  request_approved: ofRequests,
  request_rejected: ofRequests,
  request_escalated: [...ofRequests, ...ofPeople],
  request_commented: ofRequests,
  invitation: ofPeople,
  password_reset: ofPeople,
  email_change_from: ofPeople,
  email_change_to: ofPeople,
  email_changed: ofPeople,
  roles_changed: ofPeople,
  new_sign_in: ofPeople,
  factor_changed: ofPeople,
  audit_checkpoint: ofRequests,
  emergency_opened: ofRequests,
  emergency_review_due: ofRequests,
  token_expiring: ofRequests,
  token_expired: ofRequests,
  token_rotated: ofRequests,
  token_revoked: ofRequests,
  network_expiring: ofRequests,
  address_refused: ofRequests,
  address_asked: ofRequests,
  review_opened: ofRequests,
  review_reminder: ofRequests,
  review_owner: ofRequests,
  review_closed: ofRequests,
  token_reads_many: ofRequests,
  token_suspended: ofRequests,
  person_reads_many: ofRequests,
};
