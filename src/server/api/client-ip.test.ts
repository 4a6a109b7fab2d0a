import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import { describe, expect, it, test } from "vitest";
import { type ClientFacts, installRuntime, type Runtime } from "../runtime";
import { proxyHeaders } from "../test/properties/forwarded-model";
import { clientFacts, createClientAddress, unrequestableNetworks } from "./client-ip";

type HeaderLines = Record<string, string | string[]>;

/** A request as Node's parser presents it; the attack tests use real sockets. */
function request(peer: string | undefined, lines: HeaderLines = {}): IncomingMessage {
  const headersDistinct = Object.fromEntries(
    Object.entries({ host: "portal.example", ...lines }).map(([name, value]) => [name, [value].flat()]),
  );
  return { socket: { remoteAddress: peer }, headersDistinct } as unknown as IncomingMessage;
}

const appUrl = new URL("http://localhost:3000");
/** Compiled within each test: where that fails, a test fails. */
const reading = (trustedProxies: string[], embedded: boolean) => (req: IncomingMessage) =>
  createClientAddress({ trustedProxies, embedded, appUrl })(req);
const alone = reading([], false);
const embedded = reading([], true);
const behind = reading(["127.0.0.1", "10.0.0.0/24", "2001:db8:1::/64"], false);

const xff = (value: string | string[]) => ({ "x-forwarded-for": value });

describe("the peer", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:DB8::0:7", "2001:db8::7"],
    ["fe80::1%eth0", null],
    [undefined, null],
    ["", null],
  ])("%s is %s", (peer, address) => {
    expect(alone(request(peer)).address).toBe(address);
  });

  it("is the address whatever it sends, where it is not trusted", () => {
    const facts = alone(request("203.0.113.7", { ...xff("198.51.100.7"), forwarded: "for=198.51.100.7" }));
    expect(facts).toEqual({ address: "203.0.113.7", local: false });
  });

  it("has no address on loopback with forwarded headers of any kind, and says why", () => {
    for (const name of [
      "x-forwarded-for",
      "forwarded",
      "x-real-ip",
      "x-forwarded-host",
      "X-Forwarded-Whatever",
      "via",
    ]) {
      for (const peer of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
        const facts = alone(request(peer, { [name]: "198.51.100.7" }));
        expect(facts.address, name).toBeNull();
        expect(facts.warning, name).toContain("TRUSTED_PROXIES");
      }
    }
    expect(alone(request("127.0.0.1")).address).toBe("127.0.0.1");
  });

  it("is what the connection began with, after it has closed too", () => {
    const read = createClientAddress({ trustedProxies: [], embedded: false, appUrl });
    const req = request("203.0.113.7");
    expect(read(req).address).toBe("203.0.113.7");
    Object.assign(req.socket, { remoteAddress: undefined });
    expect(read(req).address).toBe("203.0.113.7");
  });

  it("keeps its address without a Host, and is not local", () => {
    const req = { socket: { remoteAddress: "127.0.0.1" }, headersDistinct: {} } as unknown as IncomingMessage;
    expect(alone(req)).toEqual({ address: "127.0.0.1", local: false });
  });

  it("keeps its address in embedded mode, its headers ignored", () => {
    expect(embedded(request("::1", xff("198.51.100.7")))).toEqual({ address: "::1", local: false });
  });
});

describe("behind trusted proxies", () => {
  test.each([
    ["one hop", "198.51.100.7", "198.51.100.7"],
    ["a forged hop before it", "192.0.2.1, 198.51.100.7", "198.51.100.7"],
    ["two proxies", "192.0.2.1, 198.51.100.7, 10.0.0.9", "198.51.100.7"],
    ["a proxy in mapped form", "198.51.100.7, ::ffff:10.0.0.9", "198.51.100.7"],
    ["an IPv6 proxy", "2001:db8:2::7,2001:db8:1::9", "2001:db8:2::7"],
    ["a mapped caller", "::ffff:198.51.100.7", "198.51.100.7"],
    ["loopback, forged, before the real hop", "127.0.0.1, 198.51.100.7", "198.51.100.7"],
    ["tabs and spaces", " \t192.0.2.1\t,\t198.51.100.7 ", "198.51.100.7"],
    ["only proxies", "10.0.0.8, 10.0.0.9", null],
    ["empty", "", null],
    ["a comma", ",", null],
    ["an empty hop at the end", "198.51.100.7,", null],
    ["an empty hop between", "192.0.2.1,,198.51.100.7", null],
    ["a port", "198.51.100.7:80", null],
    ["a port on a forged hop", "192.0.2.1:80, 198.51.100.7", null],
    ["brackets", "[2001:db8::7]", null],
    ["quotes", '"198.51.100.7"', null],
    ["a zone", "fe80::1%eth0", null],
    ["leading zeros", "0198.051.100.007", null],
    ["a short form", "127.1", null],
    ["hexadecimal", "0x7f.0.0.1", null],
    ["a number", "3325256711", null],
    ["unknown", "unknown, 198.51.100.7", null],
    ["semicolons", "192.0.2.1; 198.51.100.7", null],
    ["spaces for commas", "192.0.2.1 198.51.100.7", null],
    ["a no-break space", "\u00a0198.51.100.7", null],
    ["a network", "198.51.100.0/24", null],
    ["a name", "localhost", null],
    ["Forwarded's form", "for=198.51.100.7", null],
    ["twenty hops", `${"192.0.2.1, ".repeat(19)}198.51.100.7`, "198.51.100.7"],
    ["more hops", `${"192.0.2.1, ".repeat(20)}198.51.100.7`, null],
    ["ten thousand hops", `${"192.0.2.1, ".repeat(10_000)}198.51.100.7`, null],
  ])("%s", (_, value, address) => {
    for (const peer of ["10.0.0.1", "127.0.0.1", "::ffff:10.0.0.1", "2001:db8:1::1"]) {
      expect(behind(request(peer, xff(value))).address).toBe(address);
    }
  });

  it("reads nothing but X-Forwarded-For", () => {
    const others = { forwarded: "for=192.0.2.1", "x-real-ip": "192.0.2.1", "cf-connecting-ip": "192.0.2.1" };
    expect(behind(request("10.0.0.1", { ...others, ...xff("198.51.100.7") })).address).toBe("198.51.100.7");
    expect(behind(request("10.0.0.1", others)).address).toBeNull();
  });

  it("denies a missing or repeated header and names the proxy", () => {
    expect(behind(request("10.0.0.1"))).toMatchObject({
      address: null,
      warning: expect.stringContaining("10.0.0.1"),
    });
    expect(behind(request("10.0.0.1", xff(["192.0.2.1", "198.51.100.7"])))).toMatchObject({
      address: null,
      warning: expect.stringContaining("more than one"),
    });
  });

  it("believes no neighbour of a proxy", () => {
    expect(behind(request("10.0.1.1", xff("198.51.100.7"))).address).toBe("10.0.1.1");
    expect(behind(request("::1", xff("198.51.100.7"))).address).toBeNull();
  });
});

describe("local", () => {
  test.each([
    ["127.0.0.1", { host: "localhost:3000" }, true],
    ["::1", { host: "[::1]:3000" }, true],
    ["::ffff:127.0.0.1", { host: "127.0.0.1" }, true],
    ["127.0.0.1", { host: "LOCALHOST" }, true],
    ["127.0.0.1", { host: "portal.example" }, false],
    ["127.0.0.1", { host: "localhost.evil.example" }, false],
    ["127.0.0.1", { host: "evil.example/localhost" }, false],
    ["127.0.0.1", { host: "localhost:3000:1" }, false],
    ["127.0.0.1", { host: "localhost\n" }, false],
    ["127.0.0.1", { host: ["localhost", "evil.example"] }, false],
    ["127.0.0.1", { host: [] }, false],
    ["203.0.113.7", { host: "localhost:3000" }, false],
    ["127.0.0.1", { host: "localhost", "x-forwarded-proto": "http" }, false],
    ["127.0.0.1", { host: "localhost", forwarded: "for=127.0.0.1" }, false],
    ["127.0.0.1", { host: "localhost", "x-real-ip": "" }, false],
    ["127.0.0.1", { host: "localhost", "true-client-ip": "127.0.0.1" }, false],
  ])("%s with %j: %s", (peer, lines, local) => {
    expect(embedded(request(peer, lines as HeaderLines)).local).toBe(local);
    expect(behind(request(peer, lines as HeaderLines)).local).toBe(local);
  });

  test.each([
    ["http://localhost:3000", true],
    ["http://127.0.0.1:3000", true],
    ["http://[::1]:3000", true],
    ["https://portal.example", false],
    ["http://localhost.portal.example", false],
    ["http://192.168.1.5:3000", false],
  ])("with the APP_URL %s and a silent proxy on this machine: %s", (address, local) => {
    const here = createClientAddress({ trustedProxies: [], embedded: true, appUrl: new URL(address) });
    expect(here(request("127.0.0.1", { host: "localhost" })).local).toBe(local);
  });
});

describe("configuration", () => {
  it("stops on a network that the grammar refuses", () => {
    for (const bad of ["10.0.0.1/24", "loopback", "010.0.0.1", "0.0.0.0/0", "::/0", "10.0.0.0/08", ""]) {
      expect(() => createClientAddress({ trustedProxies: [bad], embedded: false, appUrl }), bad).toThrow(
        "TRUSTED_PROXIES",
      );
    }
  });

  it("forbids requests for loopback and trusted proxies outside embedded mode", () => {
    const trustedProxies = ["::ffff:10.0.0.0/120"];
    expect(unrequestableNetworks({ trustedProxies, embedded: false })).toEqual([
      "127.0.0.0/8",
      "::1/128",
      "10.0.0.0/24",
    ]);
    expect(unrequestableNetworks({ trustedProxies, embedded: true })).toEqual([]);
  });
});

describe("a header by which a proxy tells of a caller", () => {
  it.each(proxyHeaders)(
    "%s: from a loopback peer that is not trusted, no address and nothing local",
    (name) => {
      const here = { host: "localhost:3000" };
      expect(alone(request("127.0.0.1", here))).toEqual({ address: "127.0.0.1", local: true });
      expect(alone(request("127.0.0.1", { ...here, [name.toLowerCase()]: "203.0.113.7" }))).toMatchObject({
        address: null,
        local: false,
        warning: expect.stringMatching(/127\.0\.0\.1/),
      });
    },
  );
});

describe("a configuration that is no network", () => {
  it.each(["10.0.0.1/8", "everywhere"])(
    "ends the start with a sentence that names the setting: %s",
    (network) => {
      const make = () => createClientAddress({ trustedProxies: [network], embedded: false, appUrl });
      expect(make).toThrow(/^TRUSTED_PROXIES: .*\.$|^TRUSTED_PROXIES: .*\?$/);
      const sound = createClientAddress({ trustedProxies: ["10.0.0.0/8"], embedded: false, appUrl });
      expect(sound(request("10.0.0.9", { "x-forwarded-for": "203.0.113.7" })).address).toBe("203.0.113.7");
      expect(sound(request("no address"))).toEqual({ address: null, local: false });
      expect(sound(request(undefined, { host: "localhost" }))).toEqual({ address: null, local: false });
    },
  );
});

describe("what is said and taken to the letter", () => {
  it("names what a trusted proxy sent, and the setting that a forgotten one is missing from", () => {
    expect(behind(request("10.0.0.9")).warning).toBe(
      "The trusted proxy 10.0.0.9 sent no X-Forwarded-For header; it must send one.",
    );
    expect(behind(request("10.0.0.9", xff(["203.0.113.7", "203.0.113.8"]))).warning).toBe(
      "The trusted proxy 10.0.0.9 sent more than one X-Forwarded-For header; it must send one.",
    );
    expect(alone(request("127.0.0.1", xff("203.0.113.7"))).warning).toMatch(/name it in TRUSTED_PROXIES\.$/);
  });

  it.each([
    ["  203.0.113.7 \t, \t 10.0.0.4  ", "203.0.113.7"],
    ["203.0.113.7   ", "203.0.113.7"],
    ["203.0.11 3.7", null],
    ["203.0.113\t.7 ", null],
  ])("takes blanks around a hop, none within: %j", (line, address) => {
    expect(behind(request("10.0.0.9", xff(line))).address).toBe(address);
  });

  it.each(["127.0.0.1", "127.12.34.56:3000", "127.255.255.254", "LOCALHOST:3000", "[::1]"])(
    "takes %s for a loopback Host",
    (host) => expect(alone(request("127.0.0.1", { host })).local).toBe(true),
  );
});

describe("the facts of a request", () => {
  it("are those of the request being served, and nobody's outside of one", () => {
    const served = new AsyncLocalStorage<ClientFacts>();
    installRuntime({ clientFacts: served } as unknown as Runtime);
    const facts = { address: "203.0.113.7", local: true, requestId: "req_1" };
    expect(served.run(facts, clientFacts)).toBe(facts);
    expect(clientFacts()).toEqual({
      address: null,
      local: false,
      requestId: expect.stringMatching(/^req_.{10,}/),
    });
  });
});
