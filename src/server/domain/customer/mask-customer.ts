import "server-only";
import type { MaskedContact } from "../../../contracts/customer-search";
import type { CustomerRow } from "../../db/queries/customers";

type Contact = Pick<CustomerRow, "firstName" | "lastName" | "email" | "phone" | "memberNumber">;

/** Always four, so that the length of what is hidden is hidden too. */
const dots = "••••";

/** Guarantee: of a name the initials are left, of an address its domain, of numbers the last two characters. */
export function maskContact(contact: Contact): MaskedContact {
  return {
    name: maskName(contact.firstName, contact.lastName),
    email: contact.email === null ? null : maskEmail(contact.email),
    phone: contact.phone === null ? null : maskNumber(contact.phone),
    memberNumber: contact.memberNumber === null ? null : maskNumber(contact.memberNumber),
  };
}

function maskName(...parts: Array<string | null>): string | null {
  const masked = parts.filter((part) => part).map((part) => firstLetter(part ?? "") + dots);
  return masked.length > 0 ? masked.join(" ") : null;
}

function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${firstLetter(email)}•••${email.slice(at)}` : dots;
}

/** A number so short that its end is most of it is hidden whole. */
function maskNumber(number: string): string {
  return number.length >= 6 ? dots + number.slice(-2) : dots;
}

const firstLetter = (text: string) => [...text][0] ?? "";
