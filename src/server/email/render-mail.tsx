import "server-only";
import { render } from "@react-email/render";
import type { MailFacts, RenderedMail } from "@/contracts/mail";
import type { MailDocument } from "./document";
import { MailLayout } from "./layout";
import { invitation, passwordReset } from "./templates/account";
import { approvalRequested } from "./templates/approval-requested";
import { requestApproved, requestRejected } from "./templates/request-decided";
import { textOf } from "./text";

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

function documentOf(facts: MailFacts): MailDocument {
  switch (facts.kind) {
    case "approval_requested":
      return approvalRequested(facts);
    case "request_approved":
      return requestApproved(facts);
    case "request_rejected":
      return requestRejected(facts);
    case "invitation":
      return invitation(facts);
    case "password_reset":
      return passwordReset(facts);
  }
}
