import "server-only";
import { sameMailbox } from "@/contracts/people";
import { securityPermissions } from "@/contracts/permissions";
import { holdersOfAny } from "../../db/queries/roles";
import { peopleNotDisabled } from "../../db/queries/users";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

interface Mailbox {
  id: string;
  email: string;
}

interface Mailboxes {
  /** Who else took part. */
  tookPart?: readonly Mailbox[];
  /** A security permission is asked for them, which they do not hold yet. */
  willDecide?: boolean;
}

/**
 * Guarantee: nobody whose access is given here reads mail in the actor's mailbox, in that of anybody who holds a security
 * permission, or of who else took part; and who holds one themselves, or will, in that of anybody who is not disabled: four
 * eyes are two people. Call it after the change, in its transaction. Throws `conflict`.
 */
export async function requireOwnMailbox(
  { db, actor }: ServiceContext,
  people: readonly Mailbox[],
  { tookPart = [], willDecide = false }: Mailboxes = {},
): Promise<void> {
  const trusted = await holdersOfAny(db, securityPermissions);
  const decides = ({ id }: Mailbox) => willDecide || trusted.some((one) => one.id === id);
  const everybody = people.some(decides) ? await peopleNotDisabled(db) : [];
  const others = [...(actor.kind === "user" ? [{ id: actor.userId, email: actor.email }] : []), ...tookPart];
  for (const person of people) {
    if (isRead(person, [...others, ...trusted])) {
      throw new DomainError(
        "conflict",
        `${person.email} is the mailbox of somebody who decides about access. Every person needs a mailbox of their own.`,
      );
    }
    if (decides(person) && isRead(person, everybody)) {
      throw new DomainError(
        "conflict",
        `${person.email} is the mailbox of another person here too. Who decides about access needs a mailbox of their own.`,
      );
    }
  }
}

const isRead = (person: Mailbox, others: readonly Mailbox[]): boolean =>
  others.some((other) => other.id !== person.id && sameMailbox(other.email, person.email));
