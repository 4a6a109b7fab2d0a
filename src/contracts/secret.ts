import baseX from "base-x";
import crc32 from "crc-32";
import { secretPrefix as prefix } from "./masked-secret";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretBytes = 32;
const bodyLength = 43;
const checkLength = 6;

const base62 = baseX(alphabet);
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${bodyLength + checkLength}}$`);
/** The alphabet is in ASCII order, so digits of one length compare as their numbers do. */
const largest = base62.encode(new Uint8Array(secretBytes).fill(0xff));

/** How many characters a secret has. */
export const secretLength = prefix.length + bodyLength + checkLength;

/** Writes 32 random bytes as `cs_live_` + 43 base-62 digits + 6 of their CRC-32; throws on any other length. */
export function formatSecret(bytes: Uint8Array): string {
  if (bytes.length !== secretBytes) throw new Error(`A secret is made of ${secretBytes} bytes.`);
  const checked = prefix + digits(bytes, bodyLength);
  return checked + checkDigits(checked);
}

/** Tells a typing error from a secret without a look-up: prefix, length, range and check digits. Says nothing of genuineness. */
export function isWellFormedSecret(text: string): boolean {
  if (text.length !== secretLength || !shape.test(text)) return false;
  const checked = text.slice(0, -checkLength);
  if (checked.slice(prefix.length) > largest) return false;
  return checkDigits(checked) === text.slice(-checkLength);
}

function checkDigits(text: string): string {
  let written = "";
  for (let sum = crc32.str(text) >>> 0; sum > 0; sum = Math.floor(sum / 62))
    written = alphabet[sum % 62] + written;
  return written.padStart(checkLength, "0");
}

/** Big-endian and zero-padded; base-x keeps a digit for every leading zero byte, so those are dropped first. */
function digits(bytes: Uint8Array, length: number): string {
  const start = bytes.findIndex((byte) => byte !== 0);
  return base62.encode(start < 0 ? new Uint8Array() : bytes.subarray(start)).padStart(length, "0");
}
