import { sql as query } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { createDatabase } from "../../db/client";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { belled, jobsContext, toldBy } from "../../test/factories/messages";
import { contextOf } from "../../test/factories/people";
import { approveRequest } from "../../test/factories/requests";
import { tally, twoProcesses } from "../../test/two-processes";
import type { ServiceContext } from "../context";
import { askToLift } from "../security-token/ask-to-lift";
import { changeLimits } from "../security-token/change-limits";
import { watchCeilings } from "./watch-ceilings";

const database = await testDatabase();
const { owner, app } = database;
const { sql, queues, liveToken } = twoProcesses(database);
const jobs: ServiceContext = jobsContext(database);
const reason = "The campaign of the week reads more members than the tills do.";

const customers = async (count: number) => {
  const made: string[] = [];
  for (let n = 0; n < count; n += 1) made.push((await createCustomer(owner)).id);
  return made;
};
type Token = Awaited<ReturnType<typeof liveToken>>;
const readAll = (token: Token, ids: readonly string[]) =>
  Promise.all(ids.map((customerId, index) => token.ask({ customerId }, queues[index % 2])));
const suspension = async (tokenId: string) =>
  (
    await sql`select suspended_at, suspended_distinct, suspended_day::text from security_tokens where id = ${tokenId}`
  )[0];
const everyWay = ["read", "list", "external_id", "describe"] as const;

async function suspended(ceiling = 4) {
  const token = await liveToken({ distinctCeiling: ceiling, scopes: ["customers:read", "customers:list"] });
  const ids = await customers(ceiling + 1);
  await readAll(token, ids);
  await watchCeilings(jobs);
  return { token, ids };
}

describe("a token's ceiling of distinct customers a day", () => {
  it("suspends above it, on both processes, for reads, lists and look-ups, once, on record and told", async () => {
    const token = await liveToken({ distinctCeiling: 4, scopes: ["customers:read", "customers:list"] });
    const ids = await customers(5);
    // The same customers over and over are no more of them.
    await readAll(token, [...ids.slice(0, 4), ...ids.slice(0, 4), ...ids.slice(0, 4)]);
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
    expect(tally(await readAll(token, ids))).toEqual({ ok: 5 });
    await Promise.all([watchCeilings(jobs), watchCeilings(jobs)]);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_distinct: 5 });
    for (const queue of queues) {
      for (const operation of everyWay) {
        const list = operation === "list" ? { list: { limit: 10, cursor: null } } : {};
        const answer = await token.ask({ operation, value: "x", ...list } as object, queue);
        expect([operation, answer.verdict, answer.body]).toEqual([operation, "token_suspended", null]);
      }
    }
    const records =
      await sql`select details from audit_events where action = 'token.suspended' and token_id = ${token.tokenId}`;
    expect(records).toHaveLength(1);
    expect(records[0]?.details).toMatchObject({ distinct_customers: 5, ceiling: 4 });
    expect(await toldBy(owner, "token_suspended")).toEqual([token.manager.email, token.admin.email].sort());
    expect(await belled(owner, "token_suspended")).toEqual([token.manager.id, token.admin.id].sort());
  });

  it("tells at half of it, once a day, and suspends nothing", async () => {
    const token = await liveToken({ distinctCeiling: 8 });
    const ids = await customers(6);
    const told = async () => {
      const mails =
        await sql`select 1 from messages where kind = 'token_reads_many' and recipient_id = ${token.manager.id}`;
      const bells =
        await sql`select 1 from notifications where kind = 'token_reads_many' and user_id = ${token.manager.id}`;
      return [mails.length, bells.length];
    };
    await readAll(token, ids.slice(0, 3));
    await watchCeilings(jobs);
    expect(await told()).toEqual([0, 0]);
    await readAll(token, ids.slice(3, 5));
    await watchCeilings(jobs);
    expect(await told()).toEqual([1, 1]);
    // What was returned since could have crossed the ceiling: it is counted again, and nothing is said anew.
    await readAll(token, [...ids, ...ids]);
    await watchCeilings(jobs);
    expect(await told()).toEqual([1, 1]);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
  });

  it("is none where none was signed", async () => {
    const token = await liveToken({ distinctCeiling: null });
    await readAll(token, await customers(6));
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
  });

  it("refuses who waited for the limit row while it was suspended", async () => {
    const token = await liveToken({ distinctCeiling: 4 });
    const elsewhere = createDatabase(database.appUrl, { max: 1 });
    let late: ReturnType<Token["ask"]> | undefined;
    await elsewhere.transaction(async (tx) => {
      await tx.execute(query`select 1 from token_usage where token_id = ${token.tokenId} for no key update`);
      late = token.ask();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await sql`update security_tokens set suspended_at = countersign_now(), suspended_day = current_date, suspended_distinct = 5
        where id = ${token.tokenId}`;
    });
    await elsewhere.$client.end();
    expect(await late).toMatchObject({ verdict: "token_suspended", body: null });
  });
});

describe("a ceiling that is crossed in a day's last second", () => {
  afterEach(() => database.clock.reset());
  const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const at = (days: number, time: string) => database.clock.set(new Date(`${dayOf(days)}T${time}Z`));
  const alerts = ({ tokenId, manager }: Token) => sql`
    select details -> 'reading' ->> 'day' as day from messages
    where kind = 'token_reads_many' and token_id = ${tokenId} and recipient_id = ${manager.id} order by created_at`;

  it("suspends for that day, although the next read has begun another", async () => {
    await at(1, "12:00:00");
    const token = await liveToken({ distinctCeiling: 4 });
    const ids = await customers(6);
    await readAll(token, ids.slice(0, 1));
    await watchCeilings(jobs);
    await at(1, "23:59:59");
    expect(tally(await readAll(token, ids))).toEqual({ ok: 6 });
    await at(2, "00:00:01");
    expect(tally([await token.ask()])).toEqual({ ok: 1 });
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_distinct: 6, suspended_day: dayOf(1) });
    expect(await token.ask()).toMatchObject({ verdict: "token_suspended" });
  });

  it("suspends where the watch was away, from the token's first read on, and whatever was asked for next", async () => {
    await at(3, "12:00:00");
    const token = await liveToken({ distinctCeiling: 4 });
    expect(tally(await readAll(token, await customers(5)))).toEqual({ ok: 5 });
    await at(6, "09:00:00");
    await token.ask({ operation: "describe" });
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_distinct: 5, suspended_day: dayOf(3) });
  });

  it("counts a passed day once, tells of half of it, and does not add it to the next", async () => {
    await at(7, "12:00:00");
    const token = await liveToken({ distinctCeiling: 8 });
    const ids = await customers(13);
    await readAll(token, ids.slice(0, 6));
    await at(8, "01:00:00");
    await readAll(token, ids.slice(6, 12));
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
    const told = [{ day: dayOf(7) }, { day: null }];
    expect(await alerts(token)).toEqual(told);
    await watchCeilings(jobs);
    expect(await alerts(token)).toEqual(told);
    const [watch] =
      await sql`select day::text, distinct_customers from token_watch where token_id = ${token.tokenId}`;
    expect(watch).toEqual({ day: dayOf(8), distinct_customers: 6 });
  });

  it("is none of a day before the ceiling was signed", async () => {
    await at(10, "12:00:00");
    const token = await liveToken({ distinctCeiling: null });
    await readAll(token, await customers(5));
    await at(11, "12:00:00");
    const limits = { ratePerMinute: 60, dailyLimit: 5000, distinctCeiling: 4 };
    const asked = { tokenId: token.tokenId, reason, ...limits };
    const { requestId } = await changeLimits(contextOf<"api_settings.manage">(app, token.manager), asked);
    await approveRequest(owner, app, requestId, token.admin);
    await token.ask();
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
    await at(11, "23:59:59");
    await readAll(token, await customers(5));
    await at(12, "00:00:01");
    await token.ask();
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({
      suspended_distinct: 6,
      suspended_day: dayOf(11),
    });
  });

  it("gives up a day that passed more than a week ago", async () => {
    await at(20, "12:00:00");
    const token = await liveToken({ distinctCeiling: 4 });
    await readAll(token, await customers(5));
    await at(40, "12:00:00");
    await token.ask();
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
    expect((await sql`select day::text from token_watch where token_id = ${token.tokenId}`)[0]).toEqual({
      day: dayOf(40),
    });
  });
});

describe("the lift of a suspension", () => {
  it("takes another person's approval, and counts anew from there", async () => {
    const { token, ids } = await suspended();
    const manager = contextOf<"api_settings.manage">(app, token.manager);
    const { requestId } = await askToLift(manager, { tokenId: token.tokenId, reason });
    expect((await token.ask()).verdict).toBe("token_suspended");
    await expect(approveRequest(owner, app, requestId, token.manager)).rejects.toThrow();
    expect((await token.ask()).verdict).toBe("token_suspended");
    await approveRequest(owner, app, requestId, token.admin);
    expect(tally(await readAll(token, ids.slice(0, 4)))).toEqual({ ok: 4 });
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_at: null });
    await readAll(token, ids);
    await watchCeilings(jobs);
    expect(await suspension(token.tokenId)).toMatchObject({ suspended_distinct: 5 });
    const records =
      await sql`select access_request_id from audit_events where action = 'token.suspension_lifted'`;
    expect(records).toEqual([{ access_request_id: requestId }]);
  });

  it("is asked for a suspended token alone", async () => {
    const token = await liveToken();
    const manager = contextOf<"api_settings.manage">(app, token.manager);
    await expect(askToLift(manager, { tokenId: token.tokenId, reason })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("is no write of the application's, nor of the job runner's", async () => {
    const { token } = await suspended();
    const jobsRole = createDatabase(database.jobsUrl, { max: 1 });
    for (const db of [app, jobsRole]) {
      const lifting = db.execute(query`update security_tokens set suspended_at = null, suspended_day = null,
        suspended_distinct = null where id = ${token.tokenId}`);
      await expect(lifting).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    await jobsRole.$client.end();
    const counting = app.execute(
      query`update security_tokens set lifted_at = countersign_now() where id = ${token.tokenId}`,
    );
    await expect(counting).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
