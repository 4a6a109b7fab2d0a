import { createHash, randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { formatSecret } from "../../../contracts/secret";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { freezeClock } from "../../test/frozen-clock";
import { tally, twoProcesses } from "../../test/two-processes";

const database = await testDatabase();
const { owner } = database;
const { sql, liveToken, burst } = twoProcesses(database);

// A minute that ends while a test counts its refusals would start the count anew.
beforeAll(() => freezeClock(sql, new Date().toISOString()));

describe("records", () => {
  it("writes one for every answer, of reads and refusals up to 60, then a count", async () => {
    const token = await liveToken({ ratePerMinute: 1000 });
    const answers = await burst(300, (queue, index) =>
      token.ask(index % 3 === 0 ? { address: `198.51.${index % 2 === 0 ? 100 : 101}.9` } : {}, queue),
    );
    expect(tally(answers)).toEqual({ ok: 200, ip_not_allowed: 100 });
    const [counts] = await sql`select count(*) filter (where outcome = 'allowed')::int as allowed,
      count(*) filter (where outcome = 'refused')::int as refused from audit_events
      where token_id = ${token.tokenId} and actor_kind = 'token'`;
    expect(counts).toEqual({ allowed: 200, refused: 100 });
    await burst(100, (queue) => token.ask({ address: "198.51.100.77" }, queue));
    const [after] = await sql`select count(*)::int as singly from audit_events
      where token_id = ${token.tokenId} and outcome = 'refused' and client_ip << '198.51.100.0/24'`;
    expect(after?.singly).toBe(60);
    const [summed] = await sql`select sum(refusals)::int as refusals from token_refusals
      where token_id = ${token.tokenId} and block = '198.51.100.0/24'`;
    expect(summed?.refusals).toBe(150);
  });

  it("writes none for a token that is refused from ever other blocks, but their count", async () => {
    const token = await liveToken();
    await token.ask({ address: "2001:db8:77::1" });
    const answers = await burst(90, (queue, index) =>
      token.ask({ address: `2001:db8:77:${(index + 1).toString(16)}::9` }, queue),
    );
    expect(tally(answers)).toEqual({ ip_not_allowed: 90 });
    const [kept] = await sql`select (select count(*)::int from audit_events where token_id = ${token.tokenId}
        and outcome = 'refused') as records, count(*)::int as rows, sum(refusals)::int as refusals,
      (count(distinct minute))::int as minutes from token_refusals where token_id = ${token.tokenId}`;
    expect(kept?.refusals).toBe(91);
    expect(kept?.records).toBe(32 * kept?.minutes);
    expect(kept?.rows).toBe(33 * kept?.minutes);
  });

  it("refuses the read whose record cannot be written, alone", async () => {
    const token = await liveToken();
    const spoiled = await createCustomer(owner);
    await sql.unsafe(
      `alter table audit_events add constraint spoiled check (not customer_ids @> array['${spoiled.id}'])`,
    );
    const answers = await Promise.allSettled(
      [{}, { customerId: spoiled.id }, { requestId: "req_\u0000" }, {}].map((one) => token.ask(one)),
    );
    await sql`alter table audit_events drop constraint spoiled`;
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(answers.map((one) => (one.status === "rejected" ? one.reason.code : one.value.verdict))).toEqual([
      null,
      "23514",
      "22021",
      null,
    ]);
    expect(await token.usage()).toMatchObject({ customers_read: 2 });
  });

  it("holds back what was read until it is committed, and gives out nothing where that fails", async () => {
    const token = await liveToken();
    const spoiled = await createCustomer(owner);
    await sql.unsafe(`create function spoil() returns trigger language plpgsql as $$ begin
      perform pg_sleep(0.2);
      if new.customer_ids @> array['${spoiled.id}'] then raise check_violation; end if; return null; end $$;
      create constraint trigger spoiled after insert on audit_events deferrable initially deferred
        for each row execute function spoil()`);
    const begun = performance.now();
    const answers = await Promise.allSettled([{}, { customerId: spoiled.id }].map((one) => token.ask(one)));
    const took = performance.now() - begun;
    await sql.unsafe("drop trigger spoiled on audit_events; drop function spoil()");
    expect(answers.map((one) => (one.status === "rejected" ? one.reason.code : one.value.verdict))).toEqual([
      null,
      "23514",
    ]);
    // The batch of both, then each by itself.
    expect(took).toBeGreaterThan(3 * 200);
    expect(await token.usage()).toMatchObject({ customers_read: 1 });
  });
});

describe("a secret", () => {
  it("is marked as used at its first use from an approved address, once", async () => {
    const token = await liveToken();
    const used = async () =>
      (await sql`select first_used_at from token_secrets where token_id = ${token.tokenId}`)[0]
        ?.first_used_at;
    await token.ask({ address: "198.51.100.9" });
    expect(await used()).toBeNull();
    await token.ask();
    const first = await used();
    expect(first).not.toBeNull();
    await sql`update token_secrets set first_used_at = first_used_at - interval '1 hour' where token_id = ${token.tokenId}`;
    await token.ask();
    expect(Date.parse(await used())).toBe(Date.parse(first) - 3_600_000);
  });

  it("that nobody knows locks and writes nothing", async () => {
    const token = await liveToken();
    const secretHash = createHash("sha256")
      .update(formatSecret(randomBytes(32)))
      .digest("hex");
    const [before] = await sql`select count(*)::int as records from audit_events`;
    expect(await token.ask({ secretHash })).toMatchObject({ verdict: "token_invalid", limits: null });
    expect((await sql`select count(*)::int as records from audit_events`)[0]).toEqual(before);
  });
});

describe("networks", () => {
  it.each([
    ["198.51.100.0/24", "198.51.100.255", null],
    ["198.51.100.0/24", "198.51.101.0", "ip_not_allowed"],
    ["2001:db8:5::/120", "2001:db8:5::ff", null],
    ["2001:db8:5::/120", "2001:db8:5::100", "ip_not_allowed"],
  ])("%s and %s: %s", async (network, address, verdict) => {
    const token = await liveToken({ networks: [network] });
    expect((await token.ask({ address })).verdict).toBe(verdict);
  });

  it("end by their own expiry, and not by their token's", async () => {
    const token = await liveToken();
    await sql`update security_tokens set expires_at = countersign_now() where id = ${token.tokenId}`;
    expect((await token.ask()).verdict).toBe("token_expired");
    await sql`update approved_networks set expires_at = countersign_now() where token_id = ${token.tokenId}`;
    expect((await token.ask()).verdict).toBe("ip_not_allowed");
  });

  it("of another token open nothing", async () => {
    await liveToken({ networks: ["198.51.100.77"] });
    const token = await liveToken();
    expect((await token.ask({ address: "198.51.100.77" })).verdict).toBe("ip_not_allowed");
  });
});
