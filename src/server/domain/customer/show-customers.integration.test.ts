import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { searchCustomersInput } from "@/contracts/customer-search";
import type { Permission } from "@/contracts/permissions";
import { approvedNetworks, auditEvents, customers, sessions, userRoles, users } from "@/server/db/schema";
import { addCustomers } from "@/server/db/seed/add-customers";
import { testDatabase } from "@/server/test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "@/server/test/factories/people";
import { createLiveToken } from "@/server/test/factories/requests";
import type { ApprovedIpContext, PermittedContext } from "../context";
import { revealCustomer } from "./reveal-customer";
import { searchCustomers } from "./search-customers";
import type { CustomerContext } from "./show-customers";
import { viewCustomer } from "./view-customer";

const database = await testDatabase();
const { owner, app } = database;
const office = "203.0.113.24";
let sam: TestPerson;
let customer: typeof customers.$inferSelect;

beforeAll(async () => {
  await createProgram(owner);
  await addCustomers(owner, { count: 40 });
  await createLiveToken(owner, app, { networks: [office] });
  const [row] = await owner.select().from(customers).where(eq(customers.externalId, "crm-00000002"));
  if (!row) throw new Error("The customer was not made.");
  customer = row;
}, 60_000);

beforeEach(async () => {
  sam = await createUser(owner, { permissions: ["customers.read", "customers.reveal"] });
});

/** As the procedures hand it over, when the guards before the verb had nothing against it. */
const context = <P extends Permission = "customers.read">(ip = office) =>
  contextOf<P>(app, sam, ip) as unknown as ApprovedIpContext<PermittedContext<P>>;
const search = (input: Record<string, unknown> = {}, over: CustomerContext = context()) =>
  searchCustomers(over, searchCustomersInput.parse(input));
const reveal = (group: "contact" | "sensitive") =>
  revealCustomer(context<"customers.reveal">(), { customerId: customer.id, group });
const recordsOfSam = () =>
  owner.select().from(auditEvents).where(eq(auditEvents.actorId, sam.id)).orderBy(auditEvents.id);

/** Every value of contact and sensitive fields that must not be found in an answer. */
const secretsOf = (row: typeof customers.$inferSelect) =>
  [
    ...[row.firstName, row.lastName, row.email, row.email?.split("@")[0], row.phone, row.memberNumber],
    ...[row.birthDate, row.addressLine1, row.addressCity],
  ].filter((value): value is string => (value?.length ?? 0) > 3);

describe("what leaves is masked", () => {
  test("a page holds no contact detail of anyone on it, its cursor neither", async () => {
    const page = await search({ limit: 30 });
    const text = JSON.stringify(page);
    expect(page.customers).toHaveLength(30);
    const rows = await owner.select().from(customers);
    for (const value of rows.flatMap(secretsOf)) expect(text).not.toContain(value);
    expect(page.customers[0]?.name).toMatch(/^\S•••• \S••••$/);
  });

  test("a detail neither, though everything else is there", async () => {
    const detail = await viewCustomer(context(), { customerId: customer.id });
    const text = JSON.stringify(detail);
    for (const value of secretsOf(customer)) expect(text).not.toContain(value);
    expect(detail).toMatchObject({
      id: customer.id,
      loyalty: { pointsBalance: customer.pointsBalance },
      sensitive: { birthDate: customer.birthDate !== null, address: true },
      mayReveal: true,
    });
  });

  test("until it is asked for, a group at a time", async () => {
    const { firstName, lastName, email, phone, memberNumber } = customer;
    expect(await reveal("contact")).toEqual({
      group: "contact",
      firstName,
      lastName,
      email,
      phone,
      memberNumber,
    });
    const sensitive = await reveal("sensitive");
    expect(sensitive).toMatchObject({
      birthDate: customer.birthDate,
      address: { city: customer.addressCity },
    });
    expect(JSON.stringify(sensitive)).not.toContain(email);
  });
});

test("what was shown is on record: the customers of each page, the fields that were revealed, no values", async () => {
  const page = await search({ limit: 3 });
  await viewCustomer(context(), { customerId: customer.id });
  await reveal("contact");
  await reveal("sensitive");
  const records = await recordsOfSam();
  const row = { outcome: "allowed", clientIp: office };
  expect(records).toMatchObject([
    { ...row, action: "customer.listed", customerIds: page.customers.map(({ id }) => id), fields: null },
    { ...row, action: "customer.viewed", customerIds: [customer.id] },
    {
      ...{ ...row, action: "customer.revealed", customerIds: [customer.id] },
      fields: ["first_name", "last_name", "email", "phone", "member_number"],
    },
    {
      ...{ ...row, action: "customer.revealed", customerIds: [customer.id] },
      fields: ["birth_date", "address", "custom_fields"],
    },
  ]);
  const text = JSON.stringify(records, (_, value) => (typeof value === "bigint" ? String(value) : value));
  for (const value of secretsOf(customer)) expect(text).not.toContain(value);
});

test("an unknown customer is not found, and that is on record", async () => {
  await expect(viewCustomer(context(), { customerId: "cus_nobody" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await recordsOfSam()).toMatchObject([
    { action: "customer.viewed", outcome: "refused", rule: "not_found", customerIds: ["cus_nobody"] },
  ]);
});

/** What may have changed between the guard in front of the verb and the read itself. */
const losses: Array<[string, () => Promise<unknown>, string]> = [
  [
    "the session was ended",
    () => owner.update(sessions).set({ endedAt: new Date() }).where(eq(sessions.userId, sam.id)),
    "permission_missing",
  ],
  [
    "the account was disabled",
    () => owner.update(users).set({ status: "disabled" }).where(eq(users.id, sam.id)),
    "permission_missing",
  ],
  [
    "the role was taken",
    () => owner.delete(userRoles).where(eq(userRoles.userId, sam.id)),
    "permission_missing",
  ],
];

describe("the guard is asked again where the read is", () => {
  const verbs: Array<[string, () => Promise<unknown>]> = [
    ["search", () => search()],
    ["view", () => viewCustomer(context(), { customerId: customer.id })],
    ["reveal", () => reveal("contact")],
  ];

  test.each(losses)("%s: all three refuse, and only refusals are on record", async (_, lose, code) => {
    await lose();
    for (const [, call] of verbs) await expect(call()).rejects.toMatchObject({ code });
    const records = await recordsOfSam();
    expect(records).toHaveLength(3);
    expect(records).toMatchObject(
      records.map(() => ({ action: "procedure.refused", outcome: "refused", rule: code, customerIds: null })),
    );
  });

  test("an address that nobody approved is refused, with a record", async () => {
    for (const ip of ["203.0.113.25", "198.51.100.24", "2001:db8::1"]) {
      await expect(search({}, context(ip))).rejects.toMatchObject({ code: "ip_not_allowed" });
    }
    const records = await recordsOfSam();
    expect(records.map(({ clientIp, rule }) => [clientIp, rule])).toEqual([
      ["203.0.113.25", "ip_not_allowed"],
      ["198.51.100.24", "ip_not_allowed"],
      ["2001:db8::1", "ip_not_allowed"],
    ]);
  });

  test("a network that was revoked refuses from its commit on", async () => {
    await owner.update(approvedNetworks).set({ revokedAt: new Date() });
    await expect(search()).rejects.toMatchObject({ code: "ip_not_allowed" });
    await owner.update(approvedNetworks).set({ revokedAt: null });
    await expect(search()).resolves.toMatchObject({ nextCursor: expect.any(String) });
  });
});

describe("reveal needs both permissions", () => {
  test.each([[["customers.read"]], [["customers.reveal"]]] as Permission[][][])(
    "%s alone is refused",
    async (held) => {
      sam = await createUser(owner, { permissions: held });
      await expect(reveal("contact")).rejects.toMatchObject({ code: "permission_missing" });
      expect((await recordsOfSam()).map(({ action }) => action)).toEqual(["procedure.refused"]);
    },
  );
});
