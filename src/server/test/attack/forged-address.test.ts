import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EdgeServer, startEdge } from "./edge-server";
import { forgedHeaderSets, victim } from "./forged-headers";
import { type ProxyOptions, type ReverseProxy, startProxy } from "./proxy";
import { getRaw, type RawTarget } from "./raw-request";

/** Where the attacker stands; on IPv6 a machine has one loopback address, so there it is `::1`. */
const attacker = "127.0.0.9";
const near = "127.0.0.2";
const far = "127.0.0.3";
const plain = ["Host: portal.example"];

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function edge(hosts: string[], trustedProxies: string[], embedded = false): Promise<EdgeServer> {
  const server = await startEdge({ hosts, trustedProxies, embedded });
  closing.push(() => server.close(0));
  return server;
}
async function proxy(options: ProxyOptions): Promise<ReverseProxy> {
  const started = await startProxy(options);
  closing.push(() => started.close());
  return started;
}

interface Seen {
  status: number;
  address: string | null;
  local: boolean;
}

async function see(target: RawTarget, lines: readonly string[], path = "/"): Promise<Seen> {
  const { status, body } = await getRaw(target, path, lines);
  return status === 200 ? { status, ...JSON.parse(body) } : { status, address: null, local: false };
}

/** Sends every forgery over its own connection, both mounts in turn; gives what was believed of them. */
async function attack(target: RawTarget): Promise<Set<string | null>> {
  const believed = new Set<string | null>();
  for (const [index, lines] of forgedHeaderSets.entries()) {
    const seen = await see(target, lines, index % 2 ? "/api/v1/token" : "/");
    expect(seen.status === 200 || (seen.status >= 400 && seen.status < 500), JSON.stringify(lines)).toBe(
      true,
    );
    expect(seen.local, JSON.stringify(lines)).toBe(false);
    expect(JSON.stringify(seen), JSON.stringify(lines)).not.toContain(`"address":"${victim}"`);
    believed.add(seen.address);
  }
  return believed;
}

it("holds at least 40 sets", () => {
  expect(new Set(forgedHeaderSets.map((lines) => lines.join("\r\n"))).size).toBeGreaterThanOrEqual(40);
});

describe.each([
  ["IPv4", "127.0.0.1", "127.0.0.1", attacker],
  ["IPv6", "::1", "::1", "::1"],
  ["dual stack, over IPv4", "::", "127.0.0.1", attacker],
  ["dual stack, over IPv6", "::", "::1", "::1"],
])("direct, %s", (_, listenOn, host, from) => {
  it("sees the socket's address or none", async () => {
    const { port, warnings } = await edge([listenOn], []);
    const target = { host, port, from };
    expect((await see(target, plain)).address).toBe(from);
    const believed = await attack(target);
    expect([...believed].sort()).toEqual([from, null]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("TRUSTED_PROXIES");
  });

  it("sees the socket's address in embedded mode", async () => {
    const { port } = await edge([listenOn], [], true);
    expect([...(await attack({ host, port, from }))].sort()).toEqual([from, null]);
  });

  it("believes nobody beside the trusted proxies", async () => {
    const { port } = await edge([listenOn], [near, far, "10.0.0.0/8", "2001:db8::/32"]);
    expect([...(await attack({ host, port, from }))].sort()).toEqual([from, null]);
  });
});

describe.each(["join", "add-line", "replace"] as const)("behind proxies that %s", (style) => {
  const ways: [
    string,
    { server: string; reach: string; leaves: string; trusted: string[]; front: string },
  ][] = [
    [
      "IPv4",
      { server: "127.0.0.1", reach: "127.0.0.1", leaves: near, trusted: [near, far], front: "127.0.0.1" },
    ],
    [
      "IPv6 inside",
      { server: "::1", reach: "::1", leaves: "::1", trusted: ["::1", near, far], front: "127.0.0.1" },
    ],
    ["dual stack", { server: "::", reach: "127.0.0.1", leaves: near, trusted: [near, far], front: "::" }],
  ];
  describe.each(ways)("%s", (_, { server, reach, leaves, trusted, front }) => {
    let port = 0;
    beforeAll(async () => {
      port = (await edge([server], trusted)).port;
    });

    /** `plainForgery` is what a well-formed forged header ends as. */
    async function expectTruth(target: RawTarget, plainForgery: string | null): Promise<void> {
      expect((await see(target, plain)).address).toBe(attacker);
      expect((await see(target, ["Host: portal.example", "X-Real-IP: 192.0.2.1"])).address).toBe(attacker);
      const believed = await attack(target);
      for (const address of believed) expect([attacker, null]).toContain(address);
      const forged = await see(target, ["Host: portal.example", `X-Forwarded-For: ${victim}`]);
      expect(forged.address).toBe(plainForgery);
    }

    it("one: sees the attacker's own address or none", async () => {
      const one = await proxy({ listenOn: front, from: leaves, to: { host: reach, port }, style });
      await expectTruth(
        { host: "127.0.0.1", port: one.port, from: attacker },
        style === "add-line" ? null : attacker,
      );
    });

    it("two: sees the attacker's own address or none", async () => {
      const inner = await proxy({
        listenOn: "127.0.0.1",
        from: leaves,
        to: { host: reach, port },
        style: "join",
      });
      const outer = await proxy({
        listenOn: front,
        from: far,
        to: { host: "127.0.0.1", port: inner.port },
        style,
      });
      await expectTruth({ host: "127.0.0.1", port: outer.port, from: attacker }, attacker);
    });
  });
});

it("keeps addresses apart under load", async () => {
  const { port } = await edge(["127.0.0.1"], []);
  const senders = Array.from({ length: 8 }, (_, i) => `127.0.1.${i + 1}`);
  const asked = Array.from({ length: 400 }, (_, i) => senders[i % senders.length] ?? "");
  const seen = await Promise.all(asked.map((from) => see({ host: "127.0.0.1", port, from }, plain)));
  expect(seen.map(({ address }) => address)).toEqual(asked);
});
