import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { long } from "../test/long";
import { readOracle } from "../test/properties/address-oracle";
import { addressTexts } from "../test/properties/address-texts";
import { expectedAddress, type ForwardedCase, proxyHeaders } from "../test/properties/forwarded-model";
import { createClientAddress } from "./client-ip";

/** Few addresses in few networks, so that chains really run through trusted proxies. */
const addresses = [
  "127.0.0.1",
  "::1",
  "10.0.0.5",
  "10.0.0.77",
  "10.1.2.3",
  "::ffff:10.0.0.5",
  "::ffff:0a00:0005",
  "203.0.113.7",
  "198.51.100.20",
  "2001:db8::5",
  "2001:DB8:0::0005",
  "2001:db8:1::9",
  "172.16.0.1",
];
const networks = [
  "127.0.0.1",
  "127.0.0.0/8",
  "::1",
  "10.0.0.0/24",
  "10.0.0.5",
  "10.0.0.0/8",
  "::ffff:10.0.0.0/120",
  "2001:db8::/48",
  "203.0.113.0/24",
];
const foul = [
  "",
  "unknown",
  "_hidden",
  "10.0.0.05",
  "10.0.0.5:443",
  "[2001:db8::5]",
  "[2001:db8::5]:443",
  "0x0a.0.0.5",
  "10.5",
  "fe80::1%eth0",
  "203.0.113.7;",
  "203.0.113.7 198.51.100.20",
  "203.0.113.7\u00a0",
  "10.0.0.0/24",
];
const space = fc.constantFrom("", " ", "\t", "  ", " \t ");
const hop = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...addresses) },
  { weight: 2, arbitrary: fc.constantFrom(...foul) },
  { weight: 1, arbitrary: addressTexts.filter((text) => !/[\n,]/.test(text)) },
);
const spaced = fc.tuple(space, hop, space).map((parts) => parts.join(""));
const chain = fc.oneof(
  { weight: 9, arbitrary: fc.array(spaced, { minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...addresses), { minLength: 18, maxLength: 23 }) },
);
const line: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(
    fc.constantFrom("X-Forwarded-For", "x-forwarded-for"),
    chain.map((hops) => hops.join(",")),
  ),
  fc.tuple(
    fc.constantFrom("Accept", ...proxyHeaders.slice(1)),
    fc.constantFrom("203.0.113.7", "for=203.0.113.7", "example.com"),
  ),
);
const host = fc.constantFrom(
  "localhost:3000",
  "127.0.0.1",
  "[::1]:3000",
  "LOCALHOST",
  "evil.example",
  "localhost.evil",
);
const requests: fc.Arbitrary<ForwardedCase> = fc.record({
  trustedProxies: fc.uniqueArray(fc.constantFrom(...networks), { maxLength: 4 }),
  embedded: fc.boolean(),
  appUrl: fc.constantFrom("http://localhost:3000", "https://countersign.example", "http://[::1]:3000"),
  peer: fc.oneof(fc.constantFrom(...addresses), fc.constantFrom("", ...foul)),
  lines: fc
    .tuple(fc.array(line, { maxLength: 3 }), fc.array(host, { minLength: 0, maxLength: 2 }))
    .map(([lines, hosts]) => [...hosts.map((value) => ["Host", value] as const), ...lines]),
});

function onTheWire({ peer, lines }: ForwardedCase): IncomingMessage {
  const headersDistinct: Record<string, string[]> = {};
  for (const [name, value] of lines) {
    headersDistinct[name.toLowerCase()] = [...(headersDistinct[name.toLowerCase()] ?? []), value];
  }
  return { socket: { remoteAddress: peer }, headersDistinct } as unknown as IncomingMessage;
}

const runs = { numRuns: long ? 300_000 : 1_000 };

describe("the walk along forwarded addresses", { timeout: long ? 600_000 : 10_000 }, () => {
  it("gives exactly what an independent walk gives, whatever arrives", () => {
    const seen = { trusted: 0, denied: 0, walked: 0 };
    fc.assert(
      fc.property(requests, (request) => {
        const read = createClientAddress({ ...request, appUrl: new URL(request.appUrl) });
        const { address, local, warning } = read(onTheWire(request));
        const expected = expectedAddress(request);
        const number = address === null ? null : readOracle(address);
        const got = number && { version: number.version, bits: number.bits };
        expect({ address: got, local, warned: warning !== undefined }).toEqual(expected);
        if (got === null) seen.denied += 1;
        else if (readOracle(request.peer)?.bits === got.bits) seen.trusted += 1;
        else seen.walked += 1;
      }),
      runs,
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs.numRuns / 50);
  });

  it("never depends on what stands to the left of the first address that is not trusted", () => {
    const client = fc.constantFrom("192.0.2.66", "2001:db8:ffff::1");
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...addresses), { maxLength: 8 }),
        client,
        fc.array(fc.constantFrom("10.0.0.5", "10.0.0.77", "::ffff:10.0.0.9"), { maxLength: 8 }),
        (forged, genuine, proxies) => {
          const read = createClientAddress({
            trustedProxies: ["10.0.0.0/24"],
            embedded: false,
            appUrl: new URL("https://countersign.example"),
          });
          const value = [...forged, genuine, ...proxies].join(", ");
          const request = { peer: "10.0.0.1", lines: [["X-Forwarded-For", value] as const] };
          expect(read(onTheWire({ ...request } as unknown as ForwardedCase)).address).toBe(genuine);
        },
      ),
      runs,
    );
  });
});
