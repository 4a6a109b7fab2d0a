/** An address or network as a number: read character by character, apart from the grammar that is tested. */
export interface OracleRange {
  version: 4 | 6;
  bits: bigint;
  prefix: number;
}

const isDigit = (char: string) => char >= "0" && char <= "9";
const isHex = (char: string) => isDigit(char) || (char >= "a" && char <= "f") || (char >= "A" && char <= "F");
const all = (text: string, test: (char: string) => boolean) => text !== "" && [...text].every(test);

/** A decimal number up to `most` without sign, space or leading zero; null for anything else. */
function decimal(text: string, most: number): number | null {
  if (!all(text, isDigit) || (text.length > 1 && text.startsWith("0")) || text.length > 3) return null;
  const number = Number(text);
  return number <= most ? number : null;
}

function readFour(text: string): bigint | null {
  const parts = text.split(".").map((part) => decimal(part, 255));
  if (parts.length !== 4 || parts.includes(null)) return null;
  return parts.reduce<bigint>((sum, part) => sum * 256n + BigInt(part ?? 0), 0n);
}

/** One part between colons: a 16-bit group, or a dotted tail as two where one may stand. */
function readPart(part: string, mayBeDotted: boolean): bigint[] | null {
  if (part.includes(".")) {
    const four = mayBeDotted ? readFour(part) : null;
    return four === null ? null : [four / 65_536n, four % 65_536n];
  }
  return all(part, isHex) && part.length <= 4 ? [BigInt(Number.parseInt(part, 16))] : null;
}

/** The groups of colon-separated text; [] for no text, null where one is none. */
function readGroups(text: string, mayEndDotted: boolean): bigint[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  const read = parts.map((part, index) => readPart(part, mayEndDotted && index === parts.length - 1));
  return read.includes(null) ? null : read.flatMap((groups) => groups ?? []);
}

/** RFC 4291 section 2.2: eight groups, or fewer around one "::" that stands for at least one. */
function readSix(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = "", tail] = halves;
  const before = readGroups(head, tail === undefined);
  const after = tail === undefined ? [] : readGroups(tail, true);
  if (!before || !after) return null;
  const zeros = 8 - before.length - after.length;
  if (tail === undefined ? zeros !== 0 : zeros < 1) return null;
  const groups = [...before, ...Array.from({ length: zeros }, () => 0n), ...after];
  return groups.reduce((sum, group) => sum * 65_536n + group, 0n);
}

/** What the text means, IPv4-mapped IPv6 left as it is; null where it is not strictly an address or network. */
export function readOracleRaw(text: string): OracleRange | null {
  const parts = text.split("/");
  const [address = "", prefixText] = parts;
  if (parts.length > 2) return null;
  const four = readFour(address);
  const bits = four ?? readSix(address);
  if (bits === null) return null;
  const width = four === null ? 128 : 32;
  const prefix = prefixText === undefined ? width : decimal(prefixText, width);
  return prefix === null ? null : { version: four === null ? 6 : 4, bits, prefix };
}

/** The same as the product reads it: a network that lies within ::ffff:0:0/96 is one of IPv4. */
export function readOracle(text: string): OracleRange | null {
  const raw = readOracleRaw(text);
  if (raw?.version !== 6 || raw.bits / 2n ** 32n !== 0xffffn || raw.prefix < 96) return raw;
  return { version: 4, bits: raw.bits % 2n ** 32n, prefix: raw.prefix - 96 };
}

const width = ({ version }: OracleRange) => (version === 4 ? 32 : 128);
const span = (range: OracleRange) => 2n ** BigInt(width(range) - range.prefix);

export const hasHostBits = (range: OracleRange) => range.bits % span(range) !== 0n;

/** Whether every address of one lies in the other: a network with nothing but its own first address. */
export function oracleHolds(network: OracleRange, address: OracleRange): boolean {
  const offset = address.bits - network.bits;
  return network.version === address.version && offset >= 0n && offset < span(network);
}

/** The address's bytes in hexadecimal, as `inet_send` writes them. */
export const oracleHex = (range: OracleRange) => range.bits.toString(16).padStart(width(range) / 4, "0");
