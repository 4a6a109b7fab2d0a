import { z } from "zod";
import { type AddressEntry, textsOf } from "@/components/address-entries";
import { shortDate } from "@/components/format-time";
import { mostNetworks } from "@/contracts/access-request";
import type { NetworkReader } from "@/contracts/network-list";
import { isPlainLine } from "@/contracts/plain-text";
import { dayAhead, endOfDay } from "../expiry";

/** What is wrong with an entry's label or day, for a token that ends on this ISO day. */
export function entryFault({ label, expiresOn }: AddressEntry, tokenDay: string): string | null {
  if (!isPlainLine(label)) return "A label is one line of plain text, without control characters.";
  if (expiresOn === null) return null;
  if (expiresOn <= dayAhead(0)) return "Choose tomorrow or a later day.";
  if (expiresOn > tokenDay)
    return `It cannot outlive its token, which ends on ${shortDate(endOfDay(tokenDay))}.`;
  return null;
}

/** What stands in the way of a list of networks as a whole; null: nothing. Repeats and overlaps do not. */
export function networksFault(
  entries: readonly AddressEntry[],
  read: NetworkReader,
  tokenDay: string,
): string | null {
  const list = read(textsOf(entries));
  if (entries.length === 0) return "Enter at least one address; an empty list would deny everything.";
  if (!list.ok) return "Mend or remove the addresses marked above.";
  if (list.networks.length > mostNetworks)
    return `One request holds at most ${mostNetworks} networks; these are ${list.networks.length}.`;
  if (list.entries.some((entry) => entry.approved?.how === "same"))
    return "Remove what is approved for this token already.";
  const late = entries.find((entry) => entryFault(entry, tokenDay));
  return late ? `${late.text}: ${entryFault(late, tokenDay)}` : null;
}

/** The check of a form's networks; addresses are checked again on the server by the same grammar. */
export const networksCheck = z.array(z.custom<AddressEntry>());

/** What is sent: each network once, in the order typed; a day that is the token's own end is none of its own. */
export function networksToSend(entries: readonly AddressEntry[], read: NetworkReader, tokenExpiresAt: Date) {
  const list = read(textsOf(entries));
  return entries.flatMap(({ label, expiresOn }, index) => {
    const found = list.entries[index];
    if (!found?.result.ok || found.duplicate) return [];
    const end = expiresOn ? endOfDay(expiresOn) : null;
    const expiresAt = end && end < tokenExpiresAt ? end : null;
    return [{ network: found.result.network.text, label, expiresAt }];
  });
}
