import "server-only";
import { mailboxOf } from "@/contracts/people";
import { securityPermissions } from "@/contracts/permissions";
import { holdersOfAny } from "../../db/queries/roles";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

interface Mailbox {
  id: string;
  email: string;
}

/**
 * Guarantee: nobody whose access is given here reads mail in the actor's mailbox, in that of anybody who holds a security
 * permission, or of who else took part: four eyes are two people. Call it after the change, in its transaction. Throws `conflict`.
 */
export async function requireOwnMailbox(
  { db, actor }: ServiceContext,
  people: readonly Mailbox[],
  tookPart: readonly Mailbox[] = [],
): Promise<void> {
  const trusted = await holdersOfAny(db, securityPermissions);
  const others = [...(actor.kind === "user" ? [{ id: actor.userId, email: actor.email }] : []), ...tookPart];
  for (const { id, email } of people) {
    const mailbox = mailboxOf(email);
    const isOf = (other: Mailbox) => other.id !== id && mailboxOf(other.email) === mailbox;
    if (![...others, ...trusted].some(isOf)) continue;
    throw new DomainError(
      "conflict",
      `${email} is the mailbox of somebody who decides about access. Every person needs a mailbox of their own.`,
    );
  }
}
