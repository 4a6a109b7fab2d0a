import { overlap, type Range, readRange } from "./network-range";

export type SpecialUse = "loopback" | "private" | "shared" | "link-local" | "documentation" | "multicast";

/** Networks that are not one place on the public internet (IANA's registries of special-purpose addresses). */
const registry: ReadonlyArray<readonly [SpecialUse, readonly string[]]> = [
  ["loopback", ["127.0.0.0/8", "::1/128"]],
  ["private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]],
  ["shared", ["100.64.0.0/10"]],
  ["link-local", ["169.254.0.0/16", "fe80::/10"]],
  ["documentation", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]],
  ["multicast", ["224.0.0.0/4", "ff00::/8"]],
];

const known = registry.map(([use, texts]) => ({ use, ranges: texts.map(rangeOf) }));

/** What a network is set aside for, where it touches such a range; null for addresses of the public internet. */
export function specialUseOf(cidr: string): SpecialUse | null {
  const range = readRange(cidr);
  if ("code" in range) return null;
  return known.find(({ ranges }) => ranges.some((one) => overlap(one, range)))?.use ?? null;
}

/** Why it deserves a thought, after the network's name; a documentation network is only marked. */
export const specialUseWords: Record<SpecialUse, string> = {
  loopback: "is this server's own computer: whatever runs on it could call",
  private: "is private: the same address exists in many places, behind many routers",
  shared: "is shared by a provider's customers",
  "link-local": "is of one cable alone",
  documentation: "is set aside for examples",
  multicast: "is no address that anybody calls from",
};

function rangeOf(text: string): Range {
  const range = readRange(text);
  if ("code" in range) throw new Error(range.message);
  return range;
}
