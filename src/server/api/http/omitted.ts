import "server-only";
import { nameFields } from "@/contracts/customer-fields";

/** There are as many masks as ways to ask; the usual few are written once. */
const known = new Map<number, string>();

/** The JSON of `omitted_fields`: what was asked for and not granted. */
export function omittedText(mask: number): string {
  const written = known.get(mask);
  if (written !== undefined) return written;
  const text = JSON.stringify(nameFields(mask));
  if (known.size < 256) known.set(mask, text);
  return text;
}
