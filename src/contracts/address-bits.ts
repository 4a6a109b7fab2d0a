import ipaddr from "ipaddr.js";
import { regexes } from "zod";

export type IpVersion = 4 | 6;

/** An address as a number; every comparison in the grammar is made on this. */
export interface AddressBits {
  version: IpVersion;
  bits: bigint;
}

const mappedPrefix = 0xffffn;

export function widthOf(version: IpVersion): number {
  return version === 4 ? 32 : 128;
}

/** The numbers that share the first `prefix` bits start here. */
export function maskBits(bits: bigint, version: IpVersion, prefix: number): bigint {
  const host = BigInt(widthOf(version) - prefix);
  return (bits >> host) << host;
}

/** Reads strict text (RFC 4291 section 2.2; decimal IPv4), IPv4-mapped IPv6 left as it is; null for anything else. */
export function readRawBits(text: string): AddressBits | null {
  if (text.length > 45) return null;
  if (regexes.ipv4.test(text)) return { version: 4, bits: bitsOf(text) };
  const hex = unmixed(text);
  if (hex !== null && regexes.ipv6.test(hex)) return { version: 6, bits: bitsOf(hex) };
  return null;
}

/** The same with IPv4-mapped IPv6 turned into IPv4, the only form in which addresses are stored and compared. */
export function readBits(text: string): AddressBits | null {
  const raw = readRawBits(text);
  return raw && isMapped(raw) ? { version: 4, bits: raw.bits & 0xffffffffn } : raw;
}

export function isMapped({ version, bits }: AddressBits): boolean {
  return version === 6 && bits >> 32n === mappedPrefix;
}

/** Canonical text: dotted decimal, or RFC 5952 in hexadecimal throughout. */
export function writeBits({ version, bits }: AddressBits): string {
  const bytes: number[] = [];
  for (let shift = BigInt(widthOf(version) - 8); shift >= 0n; shift -= 8n) {
    bytes.push(Number((bits >> shift) & 0xffn));
  }
  return ipaddr.fromByteArray(bytes).toString();
}

/** Turns the dotted tail of RFC 4291 section 2.2.3 into two groups, so that one pattern judges all IPv6 text. */
function unmixed(text: string): string | null {
  if (!text.includes(".")) return text;
  const cut = text.lastIndexOf(":") + 1;
  const tail = text.slice(cut);
  if (cut === 0 || !regexes.ipv4.test(tail)) return null;
  const number = bitsOf(tail);
  return `${text.slice(0, cut)}${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
}

function bitsOf(strictText: string): bigint {
  let bits = 0n;
  for (const byte of ipaddr.parse(strictText).toByteArray()) bits = (bits << 8n) | BigInt(byte);
  return bits;
}
