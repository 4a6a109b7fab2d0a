import { expect, test } from "vitest";
import { copyLine } from "./copy-text";
import type { SeedCustomer } from "./customer";
import { generateCustomers } from "./generate-customers";

const asOf = new Date("2026-11-24T10:00:00Z");
const some = async (count: number, more: { from?: number; seed?: number } = {}): Promise<SeedCustomer[]> => [
  ...(await generateCustomers({ count, asOf, ...more })),
];

test("the first ten of a thousand are the ten of ten, also when reached from the middle", async () => {
  const ten = await some(10);
  expect((await some(1000)).slice(0, 10)).toEqual(ten);
  expect(await some(4, { from: 6 })).toEqual(ten.slice(6));
  expect(await some(10, { seed: 2 })).not.toEqual(ten);
});

test("what identifies a member is unique, and reaches nobody", async () => {
  const customers = await some(20_000);
  for (const key of ["id", "externalId", "email", "phone", "memberNumber"] as const) {
    expect(new Set(customers.map((one) => one[key])).size).toBe(customers.length);
  }
  for (const one of customers) {
    expect(one.id).toMatch(/^cus_[0-9A-Za-z]{16}$/);
    expect(one.email).toMatch(/^[a-z]+\.[a-z]+\d+@example\.(com|org|net)$/);
    expect(one.phone).toMatch(/^\+1555\d{7}$/);
  }
});

test("points add up and times stand in order", async () => {
  for (const one of await some(5_000)) {
    expect(one.lifetimePoints).toBeGreaterThanOrEqual(one.pointsBalance + one.pointsSpent);
    expect(one.pointsBalance).toBeGreaterThanOrEqual(
      one.expiring.reduce((sum, { points }) => sum + points, 0),
    );
    const ends = one.expiring.map(({ expires_at }) => Date.parse(expires_at));
    expect([...ends].sort((a, b) => a - b)).toEqual(ends);
    expect(Math.min(...ends, Number.POSITIVE_INFINITY)).toBeGreaterThan(asOf.getTime());
    expect(one.createdAt).toBeGreaterThanOrEqual(one.enrolledAt);
    expect(one.updatedAt).toBeGreaterThanOrEqual(one.createdAt);
    expect(one.updatedAt).toBeLessThanOrEqual(asOf.getTime());
    expect(one.lastActivityAt ?? one.enrolledAt).toBeGreaterThanOrEqual(one.enrolledAt);
  }
});

test("tiers, states and countries are all there, most members active", async () => {
  const customers = await some(5_000);
  const share = (test: (one: SeedCustomer) => boolean) => customers.filter(test).length / customers.length;
  expect(share((one) => one.status === "active")).toBeGreaterThan(0.9);
  expect(new Set(customers.map((one) => one.status)).size).toBe(5);
  expect(new Set(customers.map((one) => one.tierName))).toEqual(
    new Set(["Bronze", "Silver", "Gold", "Platinum"]),
  );
  expect(new Set(customers.map((one) => one.addressCountry)).size).toBe(9);
});

test("a line of COPY escapes what would end a field or a row", async () => {
  const [one] = await some(1);
  if (!one) throw new Error("There is no customer.");
  const line = copyLine({ ...one, firstName: "a\tb\\c\nd", addressLine2: null });
  expect(line.split("\n")).toHaveLength(2);
  expect(line).toContain("\ta\\tb\\\\c\\nd\t");
  expect(line).toContain("\t\\N\t");
});
