import "server-only";
import { decidePermissions } from "../../../contracts/request-kinds";
import { activeHolders, type Person } from "../../db/queries/people";
import type { ServiceContext } from "../context";

/** Everyone active who holds either security role. */
export const securityPeople = ({ db }: ServiceContext): Promise<Person[]> =>
  activeHolders(db, decidePermissions("break_glass"));

export interface Closers {
  people: Person[];
  /** There is nobody but who asked and who approved: one of the two closes it, and the record says so. */
  oneOfTwo: boolean;
}

/** Who may close a review: any third person with a security role; where there is none, those of the two who hold one. */
export function closersAmong(
  people: readonly Person[],
  { userId, approvedBy }: { userId: string; approvedBy: string },
): Closers {
  const third = people.filter(({ id }) => id !== userId && id !== approvedBy);
  return third.length > 0
    ? { people: third, oneOfTwo: false }
    : { people: people.filter(({ id }) => id === userId || id === approvedBy), oneOfTwo: true };
}
