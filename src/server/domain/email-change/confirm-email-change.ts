import "server-only";
import {
  confirmEmailSide,
  type EmailChangeRow,
  findConfirmedEmailChange,
  findLiveEmailChange,
} from "../../db/queries/email-changes";
import { holdsPermission, type Person } from "../../db/queries/people";
import { lockPeopleChanges } from "../../db/queries/roles";
import { lockUsers } from "../../db/queries/users";
import { sendRequestFor } from "../access-request/send-request";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { spendLink } from "../link/one-time-link";
import { transact } from "../transact";
import { personOf } from "../user/person-of";
import { applyEmailChange } from "./apply-email-change";
import { approversOf, needsApproval } from "./email-change-rules";
import { openEmailLink } from "./open-email-link";

/** What became of it: the other mailbox has to confirm, a Security Admin has to approve, or it holds. */
export type EmailChangeStep = "other_mailbox" | "approval" | "applied";

/**
 * Confirms a change of address from the mailbox that a link went to. Guarantee: once a mailbox; the last confirmation
 * applies the change or sends it to the Security Admins, in the same transaction. Throws `link_invalid`, and `conflict` where
 * the address was taken meanwhile.
 */
export async function confirmEmailChange(
  context: ServiceContext,
  { token }: { token: string },
): Promise<{ step: EmailChangeStep }> {
  const before = await openEmailLink(context, token);
  return transact(context, async (inside) => {
    const { userId, askedBy } = before.change;
    await lockPeopleChanges(inside.db);
    const approvers = await approversOf(inside, before.change);
    await lockUsers(inside.db, [userId, askedBy, ...approvers.map((one) => one.id)]);
    const { link, side, change } = await openEmailLink(inside, token);
    if (!(await confirmEmailSide(inside.db, change.id, side))) return { step: await stepOf(inside, userId) };
    // The old mailbox's link stays: it cancels until the change is applied.
    if (side === "to") await spendLink(inside, link);
    await recordEvent(inside, {
      action: "user.email_change_confirmed",
      subjectId: userId,
      details: { emailChange: change.id, mailbox: side === "from" ? "old" : "new" },
    });
    return { step: await goOn(inside, change.id, approvers) };
  });
}

async function stepOf(inside: ServiceContext, userId: string): Promise<EmailChangeStep> {
  return (await findLiveEmailChange(inside.db, userId))?.requestId ? "approval" : "other_mailbox";
}

async function goOn(
  inside: ServiceContext,
  changeId: string,
  approvers: readonly Person[],
): Promise<EmailChangeStep> {
  const change = await findConfirmedEmailChange(inside.db, changeId);
  if (!change) return "other_mailbox";
  if (!(await needsApproval(inside, change))) {
    await applyEmailChange(inside, change);
    return "applied";
  }
  await requireAskerStill(inside, change);
  const person = await personOf(inside, change.userId);
  const { id: emailChangeId, userId, fromMailbox: from, toMailbox: to, reason, askedBy, askedFrom } = change;
  await sendRequestFor(
    inside,
    { userId: askedBy, from: askedFrom },
    {
      kind: "user_email",
      subjectId: userId,
      purpose: `Change the e-mail address of ${person.name} to ${to}`,
      reason,
      change: { kind: "user_email", emailChangeId, userId, userName: person.name, from, to },
    },
    approvers,
  );
  return "approval";
}

async function requireAskerStill({ db }: ServiceContext, { askedBy, userId }: EmailChangeRow): Promise<void> {
  if (askedBy === userId || (await holdsPermission(db, askedBy, "users.manage"))) return;
  throw new DomainError("link_invalid", "Whoever asked for this change may no longer do so.");
}
