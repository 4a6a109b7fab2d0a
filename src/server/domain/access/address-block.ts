import "server-only";
import { ownPrefixes } from "../../../contracts/network";

/** Addresses whose networks are kept at hand; a flood from more addresses costs time, not memory. */
const kept = 1024;

export interface AddressPlace {
  /** Every network that holds the address, narrowest first. */
  prefixes: readonly string[];
  /** The /24 or /64 that its refusals are counted by; ::/128 for a caller without an address. */
  block: string;
}

const nowhere: AddressPlace = { prefixes: [], block: "::/128" };
const known = new Map<string, AddressPlace>();

/** Where an address stands; the same answer for the same address, so it is worked out once. */
export function placeOf(address: string | null): AddressPlace {
  if (address === null) return nowhere;
  const found = known.get(address);
  if (found) return found;
  const prefixes = ownPrefixes(address);
  const made = { prefixes, block: prefixes[address.includes(":") ? 64 : 8] ?? nowhere.block };
  if (known.size >= kept) known.clear();
  known.set(address, made);
  return made;
}
