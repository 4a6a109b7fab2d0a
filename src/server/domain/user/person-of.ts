import "server-only";
import { findPerson, type Person } from "../../db/queries/people";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

/** A person's name and mailbox as they stand now; `not_found` where there is none. */
export async function personOf(context: ServiceContext, userId: string): Promise<Person> {
  const person = await findPerson(context.db, userId);
  if (!person) throw new DomainError("not_found", "There is no such person.");
  return person;
}
