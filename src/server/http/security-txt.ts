import "server-only";
import { day } from "../../contracts/day";

/** How long a copy of the text may be believed. */
const daysValid = 180;

/**
 * The answer of `/.well-known/security.txt` (RFC 9116): the installation's own support contact, since a report is about its
 * data first; null where none is set, or where it is plain http, which the RFC forbids.
 */
export function securityText(appUrl: URL, contact: string | null, now = new Date()): string | null {
  if (contact === null || !/^(https|mailto):/i.test(contact)) return null;
  const expires = new Date(now.getTime() + daysValid * day);
  expires.setUTCHours(0, 0, 0, 0);
  const lines = [
    `Contact: ${new URL(contact).href}`,
    `Expires: ${expires.toISOString()}`,
    "Preferred-Languages: en",
    `Canonical: ${new URL("/.well-known/security.txt", appUrl).href}`,
  ];
  return `${lines.join("\n")}\n`;
}
