import { beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../db/queries/guarded-read";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { freezeClock } from "../../test/frozen-clock";
import { twoProcesses } from "../../test/two-processes";
import type { ReadAnswer, ReadQueue, ReadRequest } from "./read-queue";

const database = await testDatabase();
const { sql, liveToken, burst } = twoProcesses(database);
const scopes = ["customers:read" as const, "customers:list" as const];
const expiresAt = new Date("2030-02-01T00:00:00Z");
const pageOf = (limit: number) => ({ limit, since: null, after: null });

beforeAll(async () => {
  await freezeClock(sql, "2030-01-01T12:00:00Z");
  for (let made = 0; made < 40; made++) await createCustomer(database.owner, { externalId: `till-${made}` });
});

type Token = Awaited<ReturnType<typeof liveToken>>;

/** A read, a lookup and a list in turn, and now and then one of a customer that is not there. */
function ask(token: Token, index: number, queue: ReadQueue): Promise<ReadAnswer> {
  const lookup = (value: string): Partial<ReadRequest> => ({
    ...{ operation: "external_id", customerId: null, value },
  });
  const asked: Partial<ReadRequest>[] = [
    {},
    lookup(`till-${index % 40}`),
    { operation: "list" as Operation, customerId: null, page: pageOf(1 + (index % 7)) },
    index % 8 === 3 ? { customerId: "cus_nobody" } : lookup("till-nobody"),
  ];
  return token.ask(asked[Math.floor(index / 2) % 4], queue);
}

/** How many customers the answers hold. */
function customersIn(answers: readonly ReadAnswer[]): number {
  const bodies = answers.filter(({ verdict }) => verdict === null).map(({ body }) => JSON.parse(body ?? ""));
  return bodies.reduce((sum: number, body) => sum + (Array.isArray(body) ? body.length : 1), 0);
}

async function recordedOf({ tokenId }: Token) {
  const [recorded] = await sql`select coalesce(sum(cardinality(customer_ids)), 0)::int as customers,
    count(*) filter (where action = 'customer.listed')::int as lists from audit_events
    where actor_id = ${tokenId} and outcome = 'allowed'`;
  return recorded;
}

/** Verdicts that this load cannot have: everything but an answer, a 404 and the limit that is tested. */
const othersIn = (answers: readonly ReadAnswer[], limit: string) =>
  answers.filter(({ verdict }) => verdict !== null && verdict !== "customer_not_found" && verdict !== limit);

describe("two instances against one limit, by reads, lookups and lists at once", () => {
  it("let through the minute's requests to the last, and not one more", async () => {
    const token = await liveToken({ expiresAt, scopes, ratePerMinute: 150, dailyLimit: 100_000 });
    const answers = await burst(600, (queue, index) => ask(token, index, queue));
    const limited = answers.filter(({ verdict }) => verdict === "rate_limited");
    expect(limited).toHaveLength(450);
    expect(othersIn(answers, "rate_limited")).toEqual([]);
    const given = customersIn(answers);
    expect(await token.usage()).toMatchObject({ rate_left: 0, uses: "150", customers_read: given });
    expect(await recordedOf(token)).toMatchObject({ customers: given });
  });

  it("give the day's customers to the last, and not one more, whatever mix asks", async () => {
    for (const [dailyLimit, lists] of [
      [97, 0],
      [600, 20],
    ] as const) {
      const token = await liveToken({ expiresAt, scopes, ratePerMinute: 5000, dailyLimit });
      const answers = await burst(600, (queue, index) => ask(token, index, queue));
      expect(customersIn(answers)).toBe(dailyLimit);
      expect(answers.some(({ verdict }) => verdict === "daily_limit_reached")).toBe(true);
      expect(othersIn(answers, "daily_limit_reached")).toEqual([]);
      expect(await token.usage()).toMatchObject({ rate_left: 4400, uses: "600", customers_read: dailyLimit });
      const recorded = await recordedOf(token);
      expect(recorded?.customers).toBe(dailyLimit);
      expect(recorded?.lists).toBeGreaterThanOrEqual(lists);
      expect(answers.every(({ limits }) => (limits?.daily.left ?? -1) >= 0)).toBe(true);
    }
  });

  it("cut a page to what is left when a read took the rest meanwhile", async () => {
    const token = await liveToken({ expiresAt, scopes, dailyLimit: 10 });
    const answers = await burst(2, (queue) =>
      token.ask({ operation: "list", customerId: null, page: pageOf(8) }, queue),
    );
    const sizes = answers.map(({ body }) => JSON.parse(body ?? "").length).sort();
    expect(sizes).toEqual([2, 8]);
    expect(answers.every(({ page }) => page?.more)).toBe(true);
  });
});
