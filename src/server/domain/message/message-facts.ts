import "server-only";
import type { CommonFacts, MailFacts } from "../../../contracts/mail-facts";
import type { MessageRow } from "../../db/queries/messages";
import { findPerson } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { programSettings } from "../program/program-settings";
import { emergencyFacts } from "./facts-of-emergency";
import {
  addressAsked,
  auditCheckpoint,
  emailChanged,
  factorChanged,
  linkMail,
  newSignIn,
  personReading,
  rolesChanged,
} from "./facts-of-person";
import { requestFacts } from "./facts-of-request";
import { reviewFacts } from "./facts-of-review";
import { tokenFacts } from "./facts-of-token";

/**
 * Everything a message's mail says, read and derived anew from its rows: nothing usable is stored (rule 4, rule 17).
 * Null where it cannot be derived any more (its key left the ring, its rows are of another kind).
 */
export async function messageFacts(context: ServiceContext, message: MessageRow): Promise<MailFacts | null> {
  const program = await programSettings(context);
  const recipient = await findPerson(context.db, message.recipientId);
  if (!recipient) return null;
  const common: CommonFacts = {
    to: message.mailbox,
    name: recipient.name,
    program: program.name,
    timeZone: program.timeZone,
    supportUrl: context.settings.supportUrl,
  };
  if (message.linkId) return linkMail(context, message, message.linkId, common);
  const own = await ownFacts(context, message);
  if (own === "of_request") return requestFacts(context, message, common);
  return own && { ...common, ...own };
}

async function ownFacts(context: ServiceContext, message: MessageRow) {
  switch (message.kind) {
    case "token_expiring":
    case "token_expired":
    case "token_rotated":
    case "token_revoked":
    case "network_expiring":
    case "address_refused":
    case "token_reads_many":
    case "token_suspended":
      return tokenFacts(context, { ...message, kind: message.kind });
    case "email_changed":
      return emailChanged(context, message);
    case "roles_changed":
      return rolesChanged(context, message);
    case "new_sign_in":
      return newSignIn(context, message);
    case "factor_changed":
      return factorChanged(context, message);
    case "audit_checkpoint":
      return auditCheckpoint(context, message);
    case "review_opened":
    case "review_reminder":
    case "review_owner":
    case "review_closed":
      return reviewFacts(context, { ...message, kind: message.kind });
    case "emergency_opened":
    case "emergency_review_due":
      return emergencyFacts(context, { ...message, kind: message.kind });
    case "person_reads_many":
      return personReading(context, message);
    case "address_asked":
      return addressAsked(context, message);
    default:
      return "of_request" as const;
  }
}
