import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { freezeClock } from "../../test/frozen-clock";
import { tally, twoProcesses } from "../../test/two-processes";

const { sql, liveToken, burst } = twoProcesses(await testDatabase());

describe("limits", () => {
  beforeAll(() => freezeClock(sql, "2030-01-01T12:00:00Z"));
  const later = { expiresAt: new Date("2030-02-01T00:00:00Z") };

  it("gives exactly the bucket to a burst from two processes", async () => {
    const token = await liveToken({ ...later, ratePerMinute: 120 });
    const answers = await burst(500, (queue) => token.ask({}, queue));
    expect(tally(answers)).toEqual({ ok: 120, rate_limited: 380 });
    expect(await token.usage()).toMatchObject({ rate_left: 0, customers_read: 120 });
    const refused = answers.find(({ verdict }) => verdict === "rate_limited");
    expect(refused).toMatchObject({ retryAfter: 1, body: null, limits: { rate: { left: 0 } } });
  });

  it("refills evenly", async () => {
    const token = await liveToken({ ...later, ratePerMinute: 60 });
    await burst(60, (queue) => token.ask({}, queue));
    await sql`update token_usage set refilled_at = refilled_at - interval '7.5 seconds' where token_id = ${token.tokenId}`;
    expect(tally(await burst(20, (queue) => token.ask({}, queue)))).toEqual({ ok: 7, rate_limited: 13 });
    expect((await token.usage())?.rate_left).toBeCloseTo(0.5, 6);
  });

  it("counts customers returned against the day, and no 404", async () => {
    const token = await liveToken({ ...later, ratePerMinute: 1000, dailyLimit: 100 });
    const answers = await burst(400, (queue, index) =>
      token.ask(index % 3 === 2 ? { customerId: "cus_nobody" } : {}, queue),
    );
    const counts = tally(answers);
    expect(counts.ok).toBe(100);
    expect((counts.daily_limit_reached ?? 0) + (counts.customer_not_found ?? 0)).toBe(300);
    expect(counts.customer_not_found).toBeGreaterThan(0);
    expect(await token.usage()).toMatchObject({ rate_left: 600, customers_read: 100 });
    const refused = await token.ask();
    expect(refused).toMatchObject({ verdict: "daily_limit_reached", retryAfter: 43_200 });
    expect(await token.ask({ customerId: null, operation: "describe" })).toMatchObject({ verdict: null });
    await sql`update token_usage set day = '2029-12-31' where token_id = ${token.tokenId}`;
    expect(await token.ask()).toMatchObject({ verdict: null, limits: { daily: { left: 99 } } });
  });

  it("lets no refusal by address, scope or parameter spend anything", async () => {
    const token = await liveToken({ ...later });
    const before = await token.usage();
    const faults = [{ address: "198.51.100.9" }, { address: null }, { faulty: true, customerId: null }];
    const answers = await burst(800, (queue, index) => token.ask(faults[index % 3], queue));
    expect(tally(answers)).toEqual({ ip_not_allowed: 534, invalid_parameter: 266 });
    expect(await token.usage()).toEqual(before);
  });

  it("cuts in the order of the requests when one batch mixes refused and allowed ones", async () => {
    const token = await liveToken({ ...later, ratePerMinute: 3 });
    const stranger = { address: "198.51.100.9" };
    const answers = await Promise.all(
      [{}, stranger, {}, { customerId: "cus_nobody" }, stranger, {}].map((one) => token.ask(one)),
    );
    expect(answers.map(({ verdict }) => verdict)).toEqual([
      null,
      "ip_not_allowed",
      null,
      "customer_not_found",
      "ip_not_allowed",
      "rate_limited",
    ]);
  });

  it("starts counters that nobody made, and shares them", async () => {
    const token = await liveToken({ ...later, ratePerMinute: 10 });
    await sql`delete from token_usage where token_id = ${token.tokenId}`;
    expect(tally(await burst(40, (queue) => token.ask({}, queue)))).toEqual({ ok: 10, rate_limited: 30 });
  });
});
