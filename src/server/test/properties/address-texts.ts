import fc from "fast-check";

const dotted = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");

const four = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }).map(dotted),
  fc.constantFrom("0.0.0.0", "255.255.255.255", "127.0.0.1", "10.0.0.0", "192.0.2.0", "203.0.113.24"),
);
/** Many zeros, so that "::" has something to stand for. */
const group = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("0", "0000", "ffff", "FFFF", "1") },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16).padStart(4, "0")) },
);
const full = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(":"));
const shortened = fc
  .tuple(fc.array(group, { maxLength: 7 }), fc.array(group, { maxLength: 7 }))
  .map(([before, after]) => `${before.join(":")}::${after.join(":")}`);
const mixed = fc
  .tuple(fc.constantFrom("::", "::ffff:", "::FFFF:", "0:0:0:0:0:ffff:", "64:ff9b::", "1:2:3:4:5:6:"), four)
  .map(([head, tail]) => head + tail);
const address = fc.oneof({ weight: 3, arbitrary: four }, full, shortened, mixed);

const prefix = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 128 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "00", "08", "033", "+8", "-1", " 8", "8 ", "129", "1e1", "0x8"),
  },
);
/** Networks whose host bits are mostly zero. */
const network = fc.oneof(
  fc.tuple(address, prefix).map(([text, bits]) => `${text}/${bits}`),
  fc
    .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 32 }))
    .map(([number, bits]) => `${dotted(Math.floor(number / 2 ** (32 - bits)) * 2 ** (32 - bits))}/${bits}`),
  fc
    .tuple(fc.array(group, { maxLength: 6 }), fc.integer({ min: 0, max: 128 }))
    .map(([groups, bits]) => `${groups.join(":")}::/${bits}`),
);

const alphabet = "0123456789abcdefABCDEFx:./%[]+- \t,\n٣０".split("");
const noise = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 24 });
/** A sound text with one character put in, taken out or exchanged. */
const damaged = fc
  .tuple(fc.oneof(address, network), fc.nat(60), fc.constantFrom("", ...alphabet), fc.nat(1))
  .map(([text, at, char, taken]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + char + text.slice(place + taken);
  });

/** Addresses and networks as they are, should not be, and are almost. */
export const addressTexts = fc.oneof(
  { weight: 4, arbitrary: address },
  { weight: 4, arbitrary: network },
  { weight: 4, arbitrary: damaged },
  { weight: 1, arbitrary: noise },
);
