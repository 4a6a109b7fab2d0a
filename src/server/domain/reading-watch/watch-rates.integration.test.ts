import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { searchCustomersInput } from "../../../contracts/customer-search";
import { addCustomers } from "../../db/seed/add-customers";
import { testDatabase } from "../../test/database";
import { jobsContext, messagesOf, textOf } from "../../test/factories/messages";
import { contextOf, createUser, type TestPerson } from "../../test/factories/people";
import { approvedAddress, tally, twoProcesses } from "../../test/two-processes";
import { searchCustomers } from "../customer/search-customers";
import type { CustomerContext } from "../customer/show-customers";
import { watchCeilings } from "./watch-ceilings";
import { watchBursts, watchPeople } from "./watch-rates";

const database = await testDatabase();
const { owner, app, clock } = database;
const { sql, liveToken } = twoProcesses(database);
const jobs = jobsContext(database);
const minute = 60_000;
const day = 24 * 60 * minute;

// Noon: no test goes past midnight unless it means to.
const noon = new Date(Math.ceil(Date.now() / day) * day + day / 2);
beforeEach(() => clock.set(noon));

const bells = async (kind: string, userId: string) =>
  (await sql`select 1 from notifications where kind = ${kind} and user_id = ${userId}`).length;
const mailsTo = async (kind: "token_reads_many" | "person_reads_many", { id }: TestPerson) =>
  (await messagesOf(owner, kind)).filter((mail) => mail.recipientId === id);

describe("a burst of a token's reads", () => {
  type Token = Awaited<ReturnType<typeof liveToken>>;

  /** One customer over and over: a burst is of what is returned, a ceiling of how many different ones. */
  async function read(token: Token, count: number) {
    const answers = await Promise.all(Array.from({ length: count }, () => token.ask()));
    expect(tally(answers)).toEqual({ ok: count });
  }
  /** A minute in which so many customers were returned, and the look that follows it; how many bursts it told of. */
  async function minuteOf(token: Token, count: number) {
    await read(token, count);
    await clock.advance(minute);
    return watchBursts(jobs);
  }
  async function tokenInUse(minutes: number, perMinute: number) {
    const token = await liveToken({ ratePerMinute: 600, distinctCeiling: 2500 });
    await read(token, 1);
    await watchCeilings(jobs);
    for (let passed = 0; passed < minutes; passed += 1) expect(await minuteOf(token, perMinute)).toBe(0);
    return token;
  }

  it("above five times the usual is told once a token and UTC day, and suspends nothing", async () => {
    const token = await tokenInUse(10, 20);
    expect(await minuteOf(token, 98)).toBe(0);
    expect(await minuteOf(token, 160)).toBe(1);
    expect(await minuteOf(token, 300)).toBe(0);
    for (const person of [token.manager, token.admin]) {
      expect(await bells("token_reads_many", person.id)).toBe(1);
      expect(await mailsTo("token_reads_many", person)).toHaveLength(1);
    }
    await clock.advance(day);
    expect(await minuteOf(token, 400)).toBe(1);
    expect(await bells("token_reads_many", token.manager.id)).toBe(2);
    expect(await mailsTo("token_reads_many", token.manager)).toHaveLength(2);
    expect(await sql`select 1 from security_tokens where suspended_at is not null`).toHaveLength(0);
    await read(token, 1);
  });

  it("is told of with what was read in the minute, and what is usual", async () => {
    const token = await tokenInUse(10, 10);
    expect(await minuteOf(token, 60)).toBe(1);
    const [mail] = await mailsTo("token_reads_many", token.admin);
    const text = mail && (await textOf(jobs, mail));
    expect(text).toContain("read 60 customers in a minute; 10 is usual for it");
    expect(text).toContain(token.reference);
  });

  it("is none below ten minutes with reads, however much was read", async () => {
    const token = await tokenInUse(9, 2);
    expect(await minuteOf(token, 300)).toBe(0);
    expect(await bells("token_reads_many", token.manager.id)).toBe(0);
  });

  it("is none below fifty customers in a minute, however little is usual", async () => {
    const token = await tokenInUse(10, 1);
    expect(await minuteOf(token, 45)).toBe(0);
    expect(await minuteOf(token, 55)).toBe(1);
  });

  it("is looked for at most once a minute", async () => {
    const token = await tokenInUse(10, 10);
    await read(token, 80);
    await clock.advance(minute / 2);
    expect(await watchBursts(jobs)).toBe(0);
    await clock.advance(minute / 2);
    expect(await watchBursts(jobs)).toBe(1);
  });
});

describe("a person who sees many customers", () => {
  beforeAll(async () => {
    await addCustomers(owner, { count: 520 });
    await liveToken({ networks: [approvedAddress] });
  });
  // Pages of distinct customers, as many as asked for, by the verb that the screens call.
  async function see(person: TestPerson, count: number) {
    const context = contextOf<"customers.read">(app, person, approvedAddress) as unknown as CustomerContext;
    let cursor: string | undefined;
    for (let left = count; left > 0; left -= 100) {
      const page = await searchCustomers(
        context,
        searchCustomersInput.parse({ limit: Math.min(100, left), cursor }),
      );
      cursor = page.nextCursor ?? undefined;
    }
  }

  it("is told of to the other Security Admins at 500 distinct ones, once a day, and goes on seeing", async () => {
    const admin = await createUser(owner, { permissions: ["access_requests.decide"] });
    const manager = await createUser(owner, { permissions: ["api_settings.manage"] });
    const permissions = ["customers.read", "access_requests.decide"] as const;
    const sam = await createUser(owner, { name: "Sam Whitlock", permissions });
    await see(sam, 499);
    // The same ones over again are no more of them.
    await see(sam, 499);
    expect(await watchPeople(jobs)).toBe(0);
    await see(sam, 500);
    expect(await watchPeople(jobs)).toBe(1);
    await see(sam, 510);
    await watchPeople(jobs);
    expect(await bells("person_reads_many", admin.id)).toBe(1);
    for (const untold of [sam, manager]) expect(await bells("person_reads_many", untold.id)).toBe(0);
    const [mail, ...more] = await mailsTo("person_reads_many", admin);
    expect(more).toEqual([]);
    expect(mail && (await textOf(jobs, mail))).toContain(
      "Sam Whitlock saw 500 different customers on the screens today",
    );
    await see(sam, 1);
    expect(await sql`select status from users where id = ${sam.id}`).toEqual([{ status: "active" }]);
    expect(await sql`select 1 from sessions where user_id = ${sam.id} and ended_at is null`).toHaveLength(1);
    await clock.advance(day);
    expect(await watchPeople(jobs)).toBe(0);
    await see(sam, 500);
    expect(await watchPeople(jobs)).toBe(1);
    expect(await bells("person_reads_many", admin.id)).toBe(2);
  });

  it("is not told of for what another saw, nor for two days together", async () => {
    const [first, second] = [
      await createUser(owner, { permissions: ["customers.read"] }),
      await createUser(owner, { permissions: ["customers.read"] }),
    ];
    await see(first, 300);
    await see(second, 300);
    expect(await watchPeople(jobs)).toBe(0);
    await clock.advance(day);
    await watchPeople(jobs);
    await see(first, 510);
    expect(await watchPeople(jobs)).toBe(1);
    await see(second, 300);
    expect(await watchPeople(jobs)).toBe(0);
  });
});
