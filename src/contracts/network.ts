import { type IpVersion, readBits, widthOf, writeBits } from "./address-bits";
import { type AddressProblem, diagnose, problem, quote } from "./address-problem";
import { cidrOf, overlap, type Range, readRange, sizeOf, startOf, textOf } from "./network-range";

export type { IpVersion } from "./address-bits";
export type { AddressProblem } from "./address-problem";

export interface NetworkLimits {
  /** The shortest prefix, so the widest range, that may be asked for. */
  widestIpv4: number;
  widestIpv6: number;
  /** Networks that nothing asked for may overlap (rule 7). */
  unrequestable?: readonly string[];
}

export interface Network {
  /** Canonical text as people read it: `203.0.113.24`, `198.51.100.0/24`. */
  text: string;
  /** The same, always with its prefix: what Postgres stores. */
  cidr: string;
  version: IpVersion;
  prefix: number;
  /** How many addresses it covers. */
  size: bigint;
}

export type AddressResult =
  | { ok: true; address: string; version: IpVersion }
  | { ok: false; problem: AddressProblem };
export type NetworkResult = { ok: true; network: Network } | { ok: false; problem: AddressProblem };

/** Reads one address by the strict grammar; IPv4-mapped IPv6 comes back as IPv4 (RFC 4291, RFC 5952). */
export function parseAddress(text: string): AddressResult {
  const bits = readBits(text);
  if (!bits) return { ok: false, problem: diagnose(text) };
  return { ok: true, address: writeBits(bits), version: bits.version };
}

/** Reads an address or CIDR range by the strict grammar and holds it to the program's limits (RFC 4632, RFC 4291). */
export function parseNetwork(text: string, limits: NetworkLimits): NetworkResult {
  const read = readRange(text);
  if ("code" in read) return { ok: false, problem: onlyAcceptable(read, limits) };
  const found = judge(quote(text), read, limits);
  return found
    ? { ok: false, problem: onlyAcceptable(found, limits) }
    : { ok: true, network: networkOf(read) };
}

/** Reads a network of configuration, such as a trusted proxy's: the same grammar, any width but everything. */
export function parseAnyNetwork(text: string): NetworkResult {
  return parseNetwork(text, { widestIpv4: 1, widestIpv6: 1 });
}

/** Whether the address lies in the network; false where either is not well formed, so that a mistake denies. */
export function networkContains(cidr: string, address: string): boolean {
  const range = readRange(cidr);
  const bits = readBits(address);
  if ("code" in range || !bits) return false;
  return overlap(range, { ...bits, prefix: widthOf(bits.version) });
}

/** Every CIDR network that holds the address, narrowest first, for `network = any(…)`; empty for a bad address. */
export function ownPrefixes(address: string): string[] {
  const bits = readBits(address);
  if (!bits) return [];
  const cidrs: string[] = [];
  for (let prefix = widthOf(bits.version); prefix >= 0; prefix--) {
    cidrs.push(cidrOf(startOf({ ...bits, prefix })));
  }
  return cidrs;
}

/** "1 address", "65,536 addresses", "2^64 addresses". */
export function describeSize(size: bigint): string {
  if (size === 1n) return "1 address";
  if (size <= 0xffff_ffffn) return `${size.toLocaleString("en")} addresses`;
  return `2^${size.toString(2).length - 1} addresses`;
}

function judge(shown: string, range: Range, limits: NetworkLimits): AddressProblem | null {
  if (range.prefix === 0) return problem("everything", `${shown} is every address there is.`);
  const widest = range.version === 4 ? limits.widestIpv4 : limits.widestIpv6;
  if (range.prefix < widest) {
    const message = `${shown} covers ${describeSize(sizeOf(range))}; the widest range this program allows is /${widest}.`;
    return problem("too_wide", message, [textOf(startOf({ ...range, prefix: widest }))]);
  }
  const start = startOf(range);
  if (start.bits !== range.bits) {
    const message = `${shown} has host bits; did you mean ${textOf(start)}?`;
    return problem("host_bits", message, [textOf(start), writeBits(range)]);
  }
  const reserved = limits.unrequestable?.find((other) => overlap(range, reservedRange(other)));
  if (reserved === undefined) return null;
  const why = `the server or its proxies stand in ${reserved}, so anyone could seem to come from there`;
  return problem("unrequestable", `${shown} cannot be requested: ${why}.`);
}

function reservedRange(text: string): Range {
  const range = readRange(text);
  if ("code" in range) throw new Error(range.message);
  return range;
}

/** Leaves only the suggestions that would be accepted, in canonical text. */
function onlyAcceptable(found: AddressProblem, limits: NetworkLimits): AddressProblem {
  const suggestions = found.suggestions.flatMap((text) => {
    const read = readRange(text);
    return "code" in read || judge(text, read, limits) ? [] : [textOf(read)];
  });
  return { ...found, suggestions: [...new Set(suggestions)] };
}

function networkOf(range: Range): Network {
  const { version, prefix } = range;
  return { text: textOf(range), cidr: cidrOf(range), version, prefix, size: sizeOf(range) };
}
