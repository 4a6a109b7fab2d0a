import { type AddressBits, isMapped, maskBits, readRawBits, widthOf, writeBits } from "./address-bits";
import { type AddressProblem, diagnose, problem, quote } from "./address-problem";

/** A network as numbers; host bits may still be set. */
export interface Range extends AddressBits {
  prefix: number;
}

/** Reads an address or CIDR text, IPv4-mapped IPv6 as IPv4, or says what is wrong with its form. */
export function readRange(text: string): Range | AddressProblem {
  const slash = text.indexOf("/");
  const raw = readRawBits(slash < 0 ? text : text.slice(0, slash));
  if (!raw) return slash < 0 ? diagnose(text) : diagnoseRange(text, slash);
  const prefix = slash < 0 ? widthOf(raw.version) : readPrefix(text, text.slice(slash + 1), raw);
  if (typeof prefix !== "number") return prefix;
  return isMapped(raw) && prefix >= 96
    ? { version: 4, bits: raw.bits & 0xffffffffn, prefix: prefix - 96 }
    : { ...raw, prefix };
}

export function startOf(range: Range): Range {
  return { ...range, bits: maskBits(range.bits, range.version, range.prefix) };
}

/** Two CIDR networks share addresses only where one holds the other. */
export function overlap(one: Range, other: Range): boolean {
  if (other.version !== one.version) return false;
  const shared = Math.min(other.prefix, one.prefix);
  return maskBits(other.bits, other.version, shared) === maskBits(one.bits, one.version, shared);
}

export function sizeOf(range: Range): bigint {
  return 1n << BigInt(widthOf(range.version) - range.prefix);
}

export function cidrOf(range: Range): string {
  return `${writeBits(range)}/${range.prefix}`;
}

export function textOf(range: Range): string {
  return range.prefix === widthOf(range.version) ? writeBits(range) : cidrOf(range);
}

function diagnoseRange(text: string, slash: number): AddressProblem {
  const found = diagnose(text.slice(0, slash));
  return { ...found, suggestions: found.suggestions.map((address) => address + text.slice(slash)) };
}

function readPrefix(text: string, suffix: string, raw: AddressBits): number | AddressProblem {
  const width = widthOf(raw.version);
  if (/^(0|[1-9]\d{0,2})$/.test(suffix) && Number(suffix) <= width) return Number(suffix);
  const start = writeBits(raw);
  if (/^0\d{1,3}$/.test(suffix)) {
    const message = `${quote(text)} has a leading zero in its prefix.`;
    return problem("prefix_leading_zero", message, [`${start}/${Number(suffix)}`]);
  }
  const mask = raw.version === 4 ? readRawBits(suffix) : null;
  if (mask?.version === 4) {
    const ones = /^(1*)0*$/.exec(mask.bits.toString(2).padStart(32, "0"))?.[1];
    const message = `${quote(text)} has a netmask; write the length of its prefix instead.`;
    return problem("netmask", message, ones === undefined ? [] : [`${start}/${ones.length}`]);
  }
  return problem("prefix_out_of_range", `${quote(text)} has no prefix between 0 and ${width}.`, [start]);
}
