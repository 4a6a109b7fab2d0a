import "server-only";
import type { ChangeOf } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import {
  type EmailChangeRow,
  findConfirmedEmailChange,
  markEmailApplied,
} from "../../db/queries/email-changes";
import { insertNotifications } from "../../db/queries/notifications";
import { holdsPermission, type Person } from "../../db/queries/people";
import { endSessions } from "../../db/queries/sessions";
import { findUserById, setEmail, voidApprovalCodesOf } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ServiceContext } from "../context";
import { DomainError } from "../errors";
import { voidOneTimeLinks } from "../link/one-time-link";
import { queueMessage } from "../message/queue-message";
import { personOf } from "../user/person-of";
import { refuseOwnSubject } from "../user/security-grant";
import { sendInvitation } from "../user/send-invitation";
import { requireFreeAddress } from "./email-change-rules";

/** The request that was approved, where the change needed one. */
interface Approval {
  requestId: string;
  requester: Person;
}

/**
 * Brings a confirmed change into force. Guarantee: the address is free and its own, and the person's sessions, approval codes
 * and links end with the old one (rule 5); both mailboxes are told. Throws `conflict`. Inside a transaction that holds the
 * locks of people's changes and the person's row.
 */
export async function applyEmailChange(
  inside: ServiceContext,
  change: EmailChangeRow,
  approval: Approval | null = null,
): Promise<void> {
  const { id, userId, fromMailbox, toMailbox } = change;
  const person = await findUserById(inside.db, userId);
  if (!person || person.status === "disabled" || person.email !== fromMailbox) {
    throw new DomainError(
      "conflict",
      "The person or their address is not what it was when this was asked for.",
    );
  }
  await requireFreeAddress(inside, { id: userId, email: toMailbox }, approval ? [approval.requester] : []);
  await setEmail(inside.db, userId, toMailbox);
  await markEmailApplied(inside.db, id);
  const ended = await endSessions(inside.db, { userIds: [userId] }, "email_changed");
  await voidApprovalCodesOf(inside.db, [userId]);
  await voidOneTimeLinks(inside, userId);
  await recordEvent(inside, {
    action: "user.email_changed",
    accessRequestId: approval?.requestId,
    subjectId: userId,
    details: {
      emailChange: id,
      sessionsEnded: ended.length,
      ...(approval && { askedBy: approval.requester.id }),
    },
  });
  await tell(inside, change);
  if (person.status === "invited") await sendInvitation(inside, { id: userId, email: toMailbox });
}

/** The same for a request that a Security Admin just approved. Throws `conflict`, and `own_request` to the person themselves. */
export async function applyApprovedEmail(
  inside: PermittedContext<"access_requests.decide">,
  signed: ChangeOf<"user_email">,
  { id: requestId, requestedBy }: RequestRow["request"],
): Promise<void> {
  refuseOwnSubject(inside.actor.userId, [signed.userId]);
  const change = await findConfirmedEmailChange(inside.db, signed.emailChangeId);
  const { userId, from, to } = signed;
  if (change?.userId !== userId || change.fromMailbox !== from || change.toMailbox !== to) {
    throw new DomainError(
      "conflict",
      "This change of address was cancelled or replaced. Reject the request.",
    );
  }
  if (requestedBy !== userId && !(await holdsPermission(inside.db, requestedBy, "users.manage"))) {
    throw new DomainError("conflict", "Whoever asked for this may no longer do so. Reject the request.");
  }
  const requester = await personOf(inside, requestedBy);
  await applyEmailChange(inside, change, { requestId, requester });
}

async function tell(inside: ServiceContext, change: EmailChangeRow): Promise<void> {
  const { id, userId } = change;
  const details = { emailChangeId: id };
  const mails = [
    { side: "from", mailbox: change.fromMailbox },
    { side: "to", mailbox: change.toMailbox },
  ];
  for (const { side, mailbox } of mails) {
    await queueMessage(inside, {
      kind: "email_changed",
      recipientId: userId,
      mailbox,
      details,
      idempotencyKey: `email_changed/${id}/${side}`,
    });
  }
  await insertNotifications(inside.db, [{ userId, kind: "email_changed", details }]);
}
