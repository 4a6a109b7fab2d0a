import "server-only";
import { mailboxOf } from "@/contracts/people";
import { securityPermissions } from "@/contracts/permissions";
import { holdersOfAny } from "../../db/queries/roles";
import type { UserContext } from "../context";
import { DomainError } from "../errors";

/**
 * Guarantee: nobody whose access is given here reads mail in the actor's mailbox, or in that of anybody who holds a security
 * permission: four eyes are two people. Call it after the change, in its transaction. Throws `conflict`.
 */
export async function requireOwnMailbox(
  { db, actor }: UserContext,
  people: ReadonlyArray<{ id: string; email: string }>,
): Promise<void> {
  const trusted = await holdersOfAny(db, securityPermissions);
  const others = [{ id: actor.userId, email: actor.email }, ...trusted];
  for (const { id, email } of people) {
    const mailbox = mailboxOf(email);
    if (!others.some((other) => other.id !== id && mailboxOf(other.email) === mailbox)) continue;
    throw new DomainError(
      "conflict",
      `${email} is the mailbox of somebody who decides about access. Every person needs a mailbox of their own.`,
    );
  }
}
