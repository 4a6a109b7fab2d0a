import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { freezeClock } from "../../test/frozen-clock";
import { twoProcesses } from "../../test/two-processes";

const { sql, liveToken, burst } = twoProcesses(await testDatabase());
const expiresAt = new Date("2030-02-01T00:00:00Z");
const networks = ["203.0.113.0/28", "203.0.113.0/24", "2001:db8::/120"];

beforeAll(() => freezeClock(sql, "2030-01-01T12:00:00Z"));

type Token = Awaited<ReturnType<typeof liveToken>>;

const tokenUse = ({
  tokenId,
}: Token) => sql`select uses::int, to_json(last_used_at)::text as at, host(last_used_from) as from
  from token_usage where token_id = ${tokenId}`;
const networkUse = ({ tokenId }: Token) => sql`
  select text(n.network) as network, u.uses::int, host(u.last_used_from) as from, u.last_used_at = countersign_now() as now
  from approved_networks n join network_usage u on u.network_id = n.id where n.token_id = ${tokenId} order by n.network`;

describe("the uses of a token and its networks", () => {
  it("are counted by what lets the caller in, exactly, from two processes", async () => {
    const token = await liveToken({ expiresAt, networks, ratePerMinute: 1000 });
    const addresses = ["203.0.113.9", "203.0.113.200", "2001:db8::7"];
    await burst(300, (queue, index) => token.ask({ address: addresses[index % 3] }, queue));
    await token.ask({ address: "203.0.113.200" });
    const now = '"2030-01-01T12:00:00+00:00"';
    expect([...(await tokenUse(token))]).toEqual([
      { uses: 301, at: expect.any(String), from: "203.0.113.200" },
    ]);
    expect(Date.parse(JSON.parse((await tokenUse(token))[0]?.at))).toBe(Date.parse(JSON.parse(now)));
    expect([...(await networkUse(token))]).toEqual([
      { network: "203.0.113.0/24", uses: 101, from: "203.0.113.200", now: true },
      { network: "203.0.113.0/28", uses: 100, from: "203.0.113.9", now: true },
      { network: "2001:db8::/120", uses: 100, from: "2001:db8::7", now: true },
    ]);
  });

  it("are requests let in, found or not, and no refusal", async () => {
    const token = await liveToken({
      expiresAt,
      ratePerMinute: 5,
      scopes: ["customers:read", "customers:list"],
    });
    const inside = [
      {},
      { customerId: "cus_nobody" },
      { operation: "describe" as const, customerId: null },
      { operation: "list" as const, customerId: null, page: { limit: 1, since: null, after: null } },
      { operation: "external_id" as const, customerId: null, value: "nobody" },
    ];
    const outside = [
      { address: "198.51.100.9" },
      { address: null },
      { faulty: true },
      { operation: "email" as const, value: "a@b.example" },
    ];
    for (const one of [...outside, ...inside, {}]) await token.ask(one);
    expect((await tokenUse(token))[0]).toMatchObject({ uses: 5 });
    expect([...(await networkUse(token))]).toMatchObject([{ uses: 5 }]);
  });

  it("say nothing of a network that never let anyone in", async () => {
    const token = await liveToken({ expiresAt, networks });
    await token.ask({ address: "198.51.100.9" });
    expect([...(await networkUse(token))]).toEqual([]);
    expect((await tokenUse(token))[0]).toEqual({ uses: 0, at: null, from: null });
  });
});

describe("an alert of a refused address", () => {
  const alerts = ({ tokenId }: Token) => sql`
    select text(block) as block, host(address) as address, hour, mailed_at from refusal_alerts where token_id = ${tokenId}
    order by hour, block`;

  it("is noted once a token, block and hour, and for no other refusal", async () => {
    const token = await liveToken({ expiresAt, ratePerMinute: 1 });
    await burst(40, (queue, index) =>
      token.ask({ address: index % 4 === 0 ? "198.51.100.9" : "2001:db8:1:2::5" }, queue),
    );
    await token.ask({ address: null });
    for (const one of [{}, {}, { faulty: true }]) await token.ask(one);
    expect((await alerts(token)).map(({ block, address }) => [block, address])).toEqual([
      ["198.51.100.0/24", "198.51.100.9"],
      ["2001:db8:1:2::/64", "2001:db8:1:2::5"],
      ["::/128", null],
    ]);
    await freezeClock(sql, "2030-01-01T13:00:00Z");
    await token.ask({ address: "198.51.100.77" });
    expect(await alerts(token)).toHaveLength(4);
    await freezeClock(sql, "2030-01-01T12:00:00Z");
  });

  it("is noted from 20 blocks an hour at most, however many knock", async () => {
    const token = await liveToken({ expiresAt });
    await burst(60, (queue, index) => token.ask({ address: `198.51.${index}.9` }, queue));
    expect(await alerts(token)).toHaveLength(20);
  });
});
