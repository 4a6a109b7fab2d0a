import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkContains, ownPrefixes, parseAddress, parseAnyNetwork, parseNetwork } from "./network";

/** An oracle apart from the grammar: arithmetic on the numbers that made the text. */
interface Sample {
  text: string;
  number: bigint;
  version: 4 | 6;
}
const width = (version: 4 | 6) => (version === 4 ? 32 : 128);
const dotted = (number: bigint) =>
  [24n, 16n, 8n, 0n].map((shift) => ((number >> shift) & 255n).toString()).join(".");
const groups = (number: bigint) =>
  Array.from({ length: 8 }, (_, i) => ((number >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));

const ipv4: fc.Arbitrary<Sample> = fc
  .bigInt({ min: 0n, max: (1n << 32n) - 1n })
  .chain((number) =>
    fc
      .constantFrom(dotted(number), `::ffff:${dotted(number)}`, `::FFFF:${groups(number).slice(6).join(":")}`)
      .map((text) => ({ text, number, version: 4 as const })),
  );
const ipv6: fc.Arbitrary<Sample> = fc
  .tuple(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.integer({ min: 0, max: 255 }), fc.boolean())
  .map(([random, zeros, upper]) => {
    const kept = groups(random).map((group, i) => ((zeros >> i) & 1 ? "0" : group));
    kept[0] = "2001";
    const number = BigInt(`0x${kept.map((group) => group.padStart(4, "0")).join("")}`);
    const text = upper ? kept.map((group) => group.toUpperCase().padStart(4, "0")).join(":") : kept.join(":");
    return { text, number, version: 6 as const };
  });
const sample = fc.oneof(ipv4, ipv6);
const withPrefix = sample.chain((one) =>
  fc.integer({ min: 1, max: width(one.version) }).map((prefix) => ({ ...one, prefix })),
);
function networkIn(cidr: string): string {
  const read = parseAnyNetwork(cidr);
  if (!read.ok) throw new Error(read.problem.message);
  return read.network.cidr;
}
const floor = (number: bigint, bits: number) => (number >> BigInt(bits)) << BigInt(bits);

describe("properties", () => {
  it("reads every form of an address to one canonical text, which it reads as itself", () => {
    fc.assert(
      fc.property(sample, ({ text, number, version }) => {
        const result = parseAddress(text);
        if (!result.ok) throw new Error(result.problem.message);
        expect(result.version).toBe(version);
        expect(isIP(result.address)).toBe(version);
        if (version === 4) expect(result.address).toBe(dotted(number));
        else expect(new URL(`http://[${result.address}]`).hostname).toBe(`[${result.address}]`);
        expect(parseAddress(result.address)).toEqual(result);
      }),
    );
  });

  it("never reads what Node does not take for an address", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."0123456789abfx:./%[] ".split("")), maxLength: 20 });
    fc.assert(
      fc.property(noise, (text) => {
        if (parseAddress(text).ok) expect(isIP(text)).not.toBe(0);
        else if (!text.includes("%")) expect(isIP(text)).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it("accepts a network exactly where it has no host bits and is within the limits", () => {
    fc.assert(
      fc.property(withPrefix, fc.integer({ min: 1, max: 128 }), ({ number, version, prefix }, widest) => {
        const start = floor(number, width(version) - prefix);
        const text = `${version === 4 ? dotted(number) : groups(number).join(":")}/${prefix}`;
        const result = parseNetwork(text, { widestIpv4: widest, widestIpv6: widest });
        expect(result.ok).toBe(number === start && prefix >= widest);
        if (result.ok) expect(result.network.size).toBe(2n ** BigInt(width(version) - prefix));
        else for (const one of result.problem.suggestions) expect(parseAnyNetwork(one).ok).toBe(true);
      }),
    );
  });

  it("agrees with arithmetic on what a network holds, and lists exactly the networks that hold an address", () => {
    fc.assert(
      fc.property(withPrefix, sample, fc.nat(2000), ({ number, version, prefix }, other, near) => {
        const bits = width(version) - prefix;
        const start = floor(number, bits);
        const cidr = `${version === 4 ? dotted(start) : groups(start).join(":")}/${prefix}`;
        const close: Sample = { ...other, version, number: start + BigInt(near) };
        const canonical = networkIn(cidr);
        for (const one of [other, close].filter(
          (each) => each.number >> BigInt(width(each.version)) === 0n,
        )) {
          const text = one.version === 4 ? dotted(one.number) : groups(one.number).join(":");
          const held = one.version === version && floor(one.number, bits) === start;
          expect(networkContains(cidr, text)).toBe(held);
          expect(ownPrefixes(text).includes(canonical)).toBe(held);
          expect(ownPrefixes(text)).toHaveLength(width(one.version) + 1);
        }
      }),
    );
  });

  it("denies on anything malformed", () => {
    expect(networkContains("10.0.0.0/8", "010.0.0.1")).toBe(false);
    expect(networkContains("10.0.0.0/08", "10.0.0.1")).toBe(false);
    expect(networkContains("::/0", "10.0.0.1")).toBe(false);
    expect(networkContains("10.0.0.0/8", "::ffff:10.1.1.1")).toBe(true);
    expect(ownPrefixes("1.2.3.4:80")).toEqual([]);
  });
});
