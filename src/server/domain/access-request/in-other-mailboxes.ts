import "server-only";
import { sameMailbox } from "@/contracts/people";
import type { Person } from "../../db/queries/people";

/** Of these people, those who do not read mail in this mailbox: nobody else may be asked for what was asked from it. */
export const inOtherMailboxes = (people: readonly Person[], mailbox: string): Person[] =>
  people.filter((one) => !sameMailbox(one.email, mailbox));
