import "server-only";
import { securityPermissions } from "../../../contracts/permissions";
import type { EmailChangeRow } from "../../db/queries/email-changes";
import { activeHolders, type Person } from "../../db/queries/people";
import { holdersOfAny } from "../../db/queries/roles";
import { findUserByEmail } from "../../db/queries/users";
import { inOtherMailboxes } from "../access-request/in-other-mailboxes";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { personOf } from "../user/person-of";
import { requireOwnMailbox } from "../user/require-own-mailbox";

type Parties = Pick<EmailChangeRow, "userId" | "askedBy">;

/** Whether a Security Admin has to approve: always where somebody else asked, and for who holds a security permission. */
export async function needsApproval({ db }: ServiceContext, { userId, askedBy }: Parties): Promise<boolean> {
  if (askedBy !== userId) return true;
  return (await holdersOfAny(db, securityPermissions)).some((one) => one.id === userId);
}

/** Who may approve: neither who asked nor whose address it is, nor who reads mail in a mailbox of theirs. */
export async function approversOf(context: ServiceContext, { userId, askedBy }: Parties): Promise<Person[]> {
  const parties = [await personOf(context, userId), await personOf(context, askedBy)];
  const deciders = await activeHolders(context.db, "access_requests.decide");
  return parties.reduce((left, { email }) => inOtherMailboxes(left, email), deciders);
}

/** Guarantee: the address is nobody's yet, and its mailbox that of nobody who decides or took part. Throws `conflict`. */
export async function requireFreeAddress(
  context: ServiceContext,
  person: { id: string; email: string },
  tookPart: readonly Person[] = [],
): Promise<void> {
  if (await findUserByEmail(context.db, person.email)) {
    throw new DomainError("conflict", `${person.email} is somebody's address here already.`);
  }
  await requireOwnMailbox(context, [person], { tookPart });
}
