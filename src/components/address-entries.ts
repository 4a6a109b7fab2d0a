import { type PastedNetwork, readPaste, splitNetworks } from "@/contracts/network-list";

/** One network of a form, faulty or not, with what is asked for it. */
export interface AddressEntry {
  /** Its identity while the list changes. */
  key: number;
  /** As it was typed. */
  text: string;
  /** Its line in the paste it came from. */
  line: number | null;
  label: string;
  /** ISO day; null: as long as its token. */
  expiresOn: string | null;
}

/** More is never taken from a paste: one request holds fewer. */
export const mostEntries = 500;

/** The same texts as one reader of networks takes them. */
export const textsOf = (entries: readonly AddressEntry[]) => entries.map((entry) => entry.text);

function added(
  entries: readonly AddressEntry[],
  found: ReadonlyArray<Pick<AddressEntry, "text" | "line" | "label"> & { expiresOn?: string | null }>,
): AddressEntry[] {
  const next = entries.reduce((most, { key }) => Math.max(most, key), 0) + 1;
  const fresh = found.map((one, index) => ({ expiresOn: null, ...one, key: next + index }));
  return [...entries, ...fresh].slice(0, mostEntries);
}

/** Typed: cut at commas and spaces. */
export function addTyped(entries: readonly AddressEntry[], text: string): AddressEntry[] {
  return added(
    entries,
    splitNetworks(text).map((one) => ({ text: one, line: null, label: "" })),
  );
}

/** Pasted: cut besides at new lines, each entry with its line and a spreadsheet's label. */
export function addPasted(
  entries: readonly AddressEntry[],
  paste: string,
): { entries: AddressEntry[]; leftOut: number } {
  const found: PastedNetwork[] = readPaste(paste);
  const next = added(entries, found);
  return { entries: next, leftOut: entries.length + found.length - next.length };
}

/** Adds addresses that are not there yet, each with this label. */
export function addAddresses(
  entries: readonly AddressEntry[],
  addresses: readonly string[],
  label = "",
): AddressEntry[] {
  const fresh = addresses.filter((one) => !entries.some(({ text }) => text === one));
  return added(
    entries,
    fresh.map((text) => ({ text, line: null, label })),
  );
}

/** Entries from what was asked before. */
export function entriesOf(
  networks: ReadonlyArray<{ text: string; label: string; expiresOn: string | null }>,
): AddressEntry[] {
  return added(
    [],
    networks.map((one) => ({ ...one, line: null })),
  );
}

export function changeEntry(
  entries: readonly AddressEntry[],
  key: number,
  change: Partial<Omit<AddressEntry, "key">>,
): AddressEntry[] {
  return entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
}
