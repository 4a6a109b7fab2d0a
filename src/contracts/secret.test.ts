import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskedSecret } from "./masked-secret";
import { formatSecret, isWellFormedSecret, secretLength } from "./secret";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** An independent writer: long division of one big number. */
function base62(number: bigint, length: number): string {
  let text = "";
  for (let rest = number; text.length < length; rest /= 62n) text = alphabet[Number(rest % 62n)] + text;
  return text;
}
const bigOf = (from: Uint8Array) => BigInt(`0x${Buffer.from(from).toString("hex")}`);

describe("the secret's format", () => {
  it("is the prefix, 43 digits of the bytes and 6 of the CRC-32 of both", () => {
    const written = fc.property(bytes, (from) => {
      const body = `cs_live_${base62(bigOf(from), 43)}`;
      expect(formatSecret(from)).toBe(body + base62(BigInt(crc32(body)), 6));
    });
    fc.assert(written, {
      examples: [
        [new Uint8Array(32)],
        [new Uint8Array(32).fill(255)],
        [Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? 1 : 0))],
      ],
    });
  });

  it("is recognised, and no slip of one character or two neighbours is", () => {
    const slip = fc.property(bytes, fc.nat(48), fc.constantFrom(...alphabet.split("")), (from, at, digit) => {
      const secret = formatSecret(from);
      expect(isWellFormedSecret(secret)).toBe(true);
      const i = 8 + at;
      const changed = secret.slice(0, i) + digit + secret.slice(i + 1);
      expect(isWellFormedSecret(changed)).toBe(changed === secret);
      const swapped = secret.slice(0, i) + (secret[i + 1] ?? "") + secret[i] + secret.slice(i + 2);
      expect(isWellFormedSecret(swapped)).toBe(swapped === secret);
    });
    fc.assert(slip);
  });

  it("refuses other lengths, prefixes, alphabets and numbers beyond 32 bytes", () => {
    const secret = formatSecret(new Uint8Array(32).fill(7));
    expect(secret).toHaveLength(secretLength);
    const beyond = `cs_live_${base62(1n << 256n, 43)}`;
    const wrong = [
      "",
      secret.slice(0, -1),
      `${secret}0`,
      ` ${secret}`,
      `${secret}\n`,
      secret.replace("cs_live_", "cs_test_"),
      secret.toUpperCase(),
      `${secret.slice(0, 20)}-${secret.slice(21)}`,
      `${secret.slice(0, 20)}é${secret.slice(21)}`,
      beyond + base62(BigInt(crc32(beyond)), 6),
      "x".repeat(1_000_000),
    ];
    for (const text of wrong) expect(isWellFormedSecret(text)).toBe(false);
  });

  it("is made of 32 bytes and nothing else", () => {
    expect(() => formatSecret(new Uint8Array(31))).toThrow("32 bytes");
    expect(() => formatSecret(new Uint8Array(33))).toThrow("32 bytes");
  });

  it("is shown by its prefix and last four characters", () => {
    const secret = formatSecret(new Uint8Array(32).fill(9));
    expect(maskedSecret(secret.slice(-4))).toBe(`${secret.slice(0, 8)}…${secret.slice(-4)}`);
  });
});
