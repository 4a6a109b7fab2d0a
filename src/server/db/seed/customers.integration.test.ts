import { expect, test } from "vitest";
import { testDatabase } from "@/server/test/database";
import { long } from "@/server/test/long";
import { addCustomers } from "./add-customers";
import { generateCustomers } from "./generate-customers";

const database = await testDatabase();
const asOf = new Date("2026-11-24T00:00:00Z");
/** The long form copies ten times as many. */
const many = long ? 200_000 : 20_000;

const count = async () => {
  const [row] = await database.owner.$client<
    { count: number }[]
  >`select count(*)::int as count from customers`;
  return row?.count;
};

test("customers are copied as they were made, and a second run goes on after them", async () => {
  const starts: Array<{ there: number; from: number }> = [];
  const onStart = (start: { there: number; from: number }) => starts.push(start);
  await addCustomers(database.owner, { count: 30, asOf, onStart });
  await addCustomers(database.owner, { count: 20, asOf, onStart });
  expect(starts).toEqual([
    { there: 0, from: 0 },
    { there: 30, from: 30 },
  ]);
  const stored = await database.owner.query.customers.findMany({
    orderBy: (t, { asc }) => asc(t.externalId),
  });
  const made = [...(await generateCustomers({ count: 50, asOf }))];
  expect(stored).toHaveLength(50);
  stored.forEach((row, index) => {
    const one = made[index];
    if (!one) throw new Error("A customer is missing.");
    const { emailConsent, smsConsent, ...same } = one;
    expect(row).toMatchObject({
      ...same,
      tierSince: new Date(one.tierSince),
      tierExpiresAt: one.tierExpiresAt === null ? null : new Date(one.tierExpiresAt),
      enrolledAt: new Date(one.enrolledAt),
      lastActivityAt: one.lastActivityAt === null ? null : new Date(one.lastActivityAt),
      createdAt: new Date(one.createdAt),
      updatedAt: new Date(one.updatedAt),
      emailConsent: emailConsent.granted,
      emailConsentSource: emailConsent.source,
      smsConsent: smsConsent.granted,
    });
  });
});

test("a run that fails half-way leaves nothing", async () => {
  const before = await count();
  const onProgress = () => {
    throw new Error("The process was stopped.");
  };
  await expect(addCustomers(database.owner, { count: 2_000, asOf, onProgress })).rejects.toThrow("stopped");
  expect(await count()).toBe(before);
});

test(`${many.toLocaleString("en")} customers are copied in constant memory`, {
  timeout: 180_000,
}, async () => {
  const before = await count();
  global.gc?.();
  const start = process.memoryUsage();
  let most = 0;
  let calls = 0;
  const onProgress = () => {
    const { heapUsed, external } = process.memoryUsage();
    most = Math.max(most, heapUsed + external - start.heapUsed - start.external);
    calls++;
  };
  const { total } = await addCustomers(database.owner, { count: many, asOf, onProgress });
  expect(total).toBe((before ?? 0) + many);
  expect(await count()).toBe(total);
  expect(calls).toBeGreaterThan(many / 1000);
  // 200,000 rows are 100 MB on the wire alone.
  expect(most).toBeLessThan(80 * 1024 * 1024);
});

test("the planner knows the new rows", async () => {
  const [row] = await database.owner.$client<{ tuples: number }[]>`
    select reltuples::float8 as tuples from pg_class where oid = 'customers'::regclass`;
  expect(row?.tuples).toBe(await count());
});
