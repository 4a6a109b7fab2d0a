import {
  type AddressBits,
  isMapped,
  maskBits,
  readBits,
  readRawBits,
  widthOf,
  writeBits,
} from "./address-bits";
import { type AddressProblem, diagnose, problem, quote } from "./address-problem";

/** A network as numbers; host bits may still be set. */
export interface Range extends AddressBits {
  prefix: number;
}

/** Reads an address or CIDR text, IPv4-mapped IPv6 as IPv4, or says what is wrong with its form. */
export function readRange(text: string): Range | AddressProblem {
  const slash = text.indexOf("/");
  const raw = readRawBits(slash < 0 ? text : text.slice(0, slash));
  if (!raw) return slash < 0 ? diagnoseSpan(text) : diagnoseRange(text, slash);
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

/** Other ways to write a range: with an asterisk, or from one address to another. */
function diagnoseSpan(text: string): AddressProblem {
  if (text.length <= 100) {
    const found = wildcard(text) ?? fromTo(text);
    if (found) return found;
  }
  return diagnose(text);
}

function wildcard(text: string): AddressProblem | null {
  if (!/^\d{1,3}(\.\d{1,3}){0,2}(\.\*)+$/.test(text) || text.split(".").length > 4) return null;
  const fixed = text.split(".").filter((part) => part !== "*");
  const start = [...fixed, ...Array<string>(4 - fixed.length).fill("0")].join(".");
  const message = `${quote(text)} has an asterisk; write the start and the length of its prefix instead.`;
  return problem("wildcard", message, [`${start}/${fixed.length * 8}`]);
}

function fromTo(text: string): AddressProblem | null {
  const ends = /^([\d.]+|[\da-f:]*:[\da-f:.]*)[-–](.+)$/i.exec(text);
  const from = readBits(ends?.[1] ?? "");
  if (!ends || !from) return null;
  const last = ends[2] ?? "";
  const to = readBits(/^\d+$/.test(last) ? (ends[1] ?? "").replace(/\d+$/, last) : last);
  const message = `${quote(text)} goes from one address to another; write its start and the length of its prefix instead.`;
  return problem("from_to", message, to ? oneRange(from, to) : []);
}

/** The CIDR text that covers exactly what lies between two addresses; nothing where none does. */
function oneRange(from: AddressBits, to: AddressBits): string[] {
  const size = to.bits - from.bits + 1n;
  if (from.version !== to.version || size <= 0n) return [];
  const prefix = widthOf(from.version) - (size.toString(2).length - 1);
  const range = { ...from, prefix };
  return sizeOf(range) === size && startOf(range).bits === from.bits ? [textOf(range)] : [];
}

function diagnoseRange(text: string, slash: number): AddressProblem {
  if (text.slice(slash - 1).startsWith("://")) return diagnose(text);
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
