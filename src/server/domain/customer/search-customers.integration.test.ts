import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { searchCustomersInput } from "@/contracts/customer-search";
import { stageQuery } from "@/server/db/queries/customer-search";
import { stagesOf } from "@/server/db/queries/customer-stages";
import { customers } from "@/server/db/schema";
import { addCustomers } from "@/server/db/seed/add-customers";
import { testDatabase } from "@/server/test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "@/server/test/factories/people";
import { createLiveToken } from "@/server/test/factories/requests";
import { searchCustomers } from "./search-customers";
import type { CustomerContext } from "./show-customers";

const { owner, app } = await testDatabase();
const office = "203.0.113.24";
const asOf = new Date("2026-11-24T00:00:00Z");
type Row = typeof customers.$inferSelect;
let sam: TestPerson;
let all: Row[];

const added = (id: string, firstName: string | null, lastName: string | null) => ({
  ...{ id, firstName, lastName, enrolledAt: asOf, status: "banned" as const, tierId: "iron" },
});

beforeAll(async () => {
  await createProgram(owner);
  await addCustomers(owner, { count: 8_000, asOf });
  await owner
    .insert(customers)
    .values([
      added("cus_odd1", "Anne Marie", "van der Berg"),
      added("cus_odd2", "Percy%", "O'Neil_100%"),
      added("cus_odd3", null, null),
      added("cus_odd4", "Berg", null),
      added("cus_odd5", null, null),
    ]);
  await owner.execute(sql`analyze customers`);
  await createLiveToken(owner, app, { networks: [office] });
  sam = await createUser(owner, { permissions: ["customers.read"] });
  all = await owner.select().from(customers);
}, 60_000);

const page = (input: Record<string, unknown>) =>
  searchCustomers(
    contextOf<"customers.read">(app, sam, office) as unknown as CustomerContext,
    searchCustomersInput.parse(input),
  );

/** Every id that a search finds, page after page. */
async function idsOf(input: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const found = await page({ limit: 100, ...input, cursor });
    ids.push(...found.customers.map(({ id }) => id));
    cursor = found.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}

const begins = (value: string | null, prefix: string) => value?.toLowerCase().startsWith(prefix) ?? false;
const bytes = (one: string | null, other: string | null) =>
  Buffer.compare(Buffer.from(one?.toLowerCase() ?? ""), Buffer.from(other?.toLowerCase() ?? ""));
const rowOf = (index: number): Row => {
  const row = all.find(({ externalId }) => externalId === `crm-${String(index).padStart(8, "0")}`);
  if (!row) throw new Error("There is no such customer.");
  return row;
};

describe("a name by its beginning", () => {
  test.each(["mar", "S", "ø", "o'neil_1", "berg"])(
    "%s: all of them, last names first, each once",
    async (query) => {
      const prefix = query.toLowerCase();
      const ids = await idsOf({ query });
      const last = all.filter((row) => begins(row.lastName, prefix));
      const first = all.filter((row) => begins(row.firstName, prefix) && !begins(row.lastName, prefix));
      const order = (key: "lastName" | "firstName") => (one: Row, other: Row) =>
        bytes(one[key], other[key]) || bytes(one.id, other.id) || 0;
      expect(ids.length).toBeGreaterThan(0);
      expect(ids.slice(0, last.length).sort()).toEqual(last.map(({ id }) => id).sort());
      expect(ids.slice(last.length).sort()).toEqual(first.map(({ id }) => id).sort());
      const names = ids.slice(0, last.length).map((id) => all.find((row) => row.id === id)?.lastName ?? null);
      expect(names).toEqual([...last].sort(order("lastName")).map(({ lastName }) => lastName));
    },
  );

  test("both names, in either order, and names of several words", async () => {
    const { id, firstName, lastName } = rowOf(1);
    const some = (text: string | null) => (text ?? "").slice(0, 4);
    expect(await idsOf({ query: `${some(firstName)} ${some(lastName)}` })).toContain(id);
    expect(await idsOf({ query: `${some(lastName)}  ${some(firstName)}` })).toContain(id);
    expect(await idsOf({ query: "anne marie van der" })).toEqual(["cus_odd1"]);
    expect(await idsOf({ query: "van der berg anne m" })).toEqual(["cus_odd1"]);
    const whole = all.filter((row) => begins(row.lastName, "van d")).map((row) => row.id);
    expect((await idsOf({ query: "van d" })).slice(0, whole.length).sort()).toEqual(whole.sort());
  });

  test("signs of patterns mean themselves", async () => {
    expect(await idsOf({ query: "%" })).toEqual([]);
    expect(await idsOf({ query: "percy%" })).toEqual(["cus_odd2"]);
    expect(await idsOf({ query: "_" })).toEqual([]);
  });
});

describe("everything else whole", () => {
  test("e-mail, phone, member number, id and external id find their customer", async () => {
    const { id, email, phone, memberNumber, externalId } = rowOf(1234);
    const spaced = `${phone?.slice(0, 2)} (${phone?.slice(2, 5)}) ${phone?.slice(5)}`;
    const terms = [id, externalId, email, email?.toUpperCase(), phone, spaced, phone?.slice(1)];
    for (const query of [...terms, memberNumber, memberNumber?.toLowerCase()]) {
      expect(await idsOf({ query })).toEqual([id]);
    }
  });

  test("parts of them find nobody", async () => {
    const { id, email, phone, memberNumber, externalId } = rowOf(1234);
    for (const term of [id, externalId, email, phone, memberNumber]) {
      expect(await idsOf({ query: term?.slice(0, -1) })).not.toContain(id);
    }
    expect(await idsOf({ query: "@example.com" })).toEqual([]);
  });
});

describe("without a term", () => {
  test.each([
    ["name", "lastName", 1],
    ["-name", "lastName", -1],
    ["member_number", "memberNumber", 1],
    ["-member_number", "memberNumber", -1],
  ] as const)("by %s: everyone once, those without one last", async (sort, key, sign) => {
    const ids = await idsOf({ sort });
    expect(new Set(ids).size).toBe(all.length);
    const byId = new Map(all.map((row) => [row.id, row]));
    const keys = ids.map((id) => byId.get(id)?.[key] ?? null);
    const present = all.map((row) => row[key]).filter((value) => value !== null);
    const sorted = present.sort((one, other) => sign * bytes(one, other));
    const missing = all.length - sorted.length;
    expect(keys.map((value) => value?.toLowerCase())).toEqual([
      ...sorted.map((value) => value?.toLowerCase()),
      ...Array.from({ length: missing }, () => undefined),
    ]);
  });

  test("filters hold for every page", async () => {
    const expected = all.filter(({ status, tierId }) => status === "inactive" && tierId === "silver");
    const ids = await idsOf({ status: "inactive", tier: "silver", limit: 7 });
    expect(ids.sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(expected.length).toBeGreaterThan(7);
    expect(await idsOf({ query: "berg", status: "banned" })).toEqual(["cus_odd4"]);
  });
});

test("a cursor of another search is refused in a sentence", async () => {
  const { nextCursor } = await page({ query: "s", limit: 5 });
  await expect(page({ cursor: nextCursor })).rejects.toMatchObject({ code: "invalid_input" });
});

test("no search term is answered by reading the whole table", async () => {
  for (const query of [
    "s",
    "mar",
    "anna berg",
    "anne marie van",
    "a@example.com",
    "+15550271828",
    "cus_x",
    "HR1",
  ]) {
    for (const sort of ["name", "-name"] as const) {
      const stages = stagesOf({ query, sort });
      for (let at = 0; at < stages.length; at++) {
        for (const from of [null, rowOf(7).id]) {
          const statement = stageQuery({ stages, at, search: { status: "active" }, from, limit: 26 });
          const plan = await owner.execute(sql`explain ${statement}`);
          expect(JSON.stringify(plan), `${query}, ${stages[at]?.name}`).not.toContain("Seq Scan");
        }
      }
    }
  }
});

test("a term with control characters is refused", () => {
  expect(searchCustomersInput.safeParse({ query: "a\u0000b" }).error?.issues[0]?.message).toBe(
    "A search has no control characters.",
  );
});
