import "server-only";
import { render } from "@react-email/render";
import type { RenderedMail } from "@/contracts/mail";
import type { MailFacts } from "@/contracts/mail-facts";
import type { MailDocument } from "./document";
import { MailLayout } from "./layout";
import { invitation, passwordReset } from "./templates/account";
import { approval } from "./templates/approval";
import { emergency } from "./templates/emergency";
import { addressAsked, emailChange, emailChanged, newSignIn, rolesChanged } from "./templates/person";
import { personReading, tokenReading } from "./templates/reading";
import { commented, escalated, requestApproved, requestRejected } from "./templates/request";
import { reviewClosed, reviewOwner, reviewWaits } from "./templates/review";
import { auditCheckpoint, factorChanged } from "./templates/security";
import { addressRefused, networkExpiring, tokenEnd, tokenRevoked, tokenRotated } from "./templates/token";
import { textOf } from "./text";

/** The facts that a kind of mail is made from; some share theirs. */
type FactsOf<Kind extends MailFacts["kind"]> = MailFacts extends infer Facts
  ? Facts extends { kind: infer Kinds }
    ? Kind extends Kinds
      ? Facts
      : never
    : never
  : never;

/** Guarantee: the same facts give the same bytes, so that a second try under one idempotency key is the same mail (rule 17). */
export async function renderMail(facts: MailFacts): Promise<RenderedMail> {
  const mail = documentOf(facts);
  return {
    to: mail.to,
    subject: mail.subject,
    html: await render(<MailLayout mail={mail} />),
    text: textOf(mail),
  };
}

const documents: { [Kind in MailFacts["kind"]]: (facts: FactsOf<Kind>) => MailDocument } = {
  approval_requested: approval,
  approval_reminder: approval,
  request_approved: requestApproved,
  request_rejected: requestRejected,
  request_escalated: escalated,
  request_commented: commented,
  invitation,
  password_reset: passwordReset,
  email_change_from: emailChange,
  email_change_to: emailChange,
  email_changed: emailChanged,
  roles_changed: rolesChanged,
  new_sign_in: newSignIn,
  factor_changed: factorChanged,
  audit_checkpoint: auditCheckpoint,
  emergency_opened: emergency,
  emergency_review_due: emergency,
  token_expiring: tokenEnd,
  token_expired: tokenEnd,
  token_rotated: tokenRotated,
  token_revoked: tokenRevoked,
  network_expiring: networkExpiring,
  address_refused: addressRefused,
  token_reads_many: tokenReading,
  token_suspended: tokenReading,
  person_reads_many: personReading,
  address_asked: addressAsked,
  review_opened: reviewWaits,
  review_reminder: reviewWaits,
  review_owner: reviewOwner,
  review_closed: reviewClosed,
};

const documentOf = (facts: MailFacts) => (documents[facts.kind] as (facts: MailFacts) => MailDocument)(facts);
