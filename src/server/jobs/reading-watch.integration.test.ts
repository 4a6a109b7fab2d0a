import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { createDatabase } from "../db/client";
import { testDatabase } from "../test/database";
import { createCustomer } from "../test/factories/customers";
import { belled, toldBy } from "../test/factories/messages";
import { testKeys, testSettings } from "../test/factories/people";
import { tally, twoProcesses } from "../test/two-processes";
import { startReadingWatch } from "./reading-watch";

const database = await testDatabase();
const { owner, jobsUrl } = database;
const { sql, liveToken } = twoProcesses(database);
const logger = pino({ enabled: false });
const pools = [createDatabase(jobsUrl, { max: 1 }), createDatabase(jobsUrl, { max: 1 })];
afterAll(() => Promise.all(pools.map((one) => one.$client.end())));

describe("the watch over reading, once a second", () => {
  it("suspends a token by itself, on two instances at once, within two seconds or three, and tells of it once", async () => {
    const watches = pools.map((db) =>
      startReadingWatch({ db, keys: testKeys, settings: testSettings, logger }),
    );
    try {
      const token = await liveToken({ distinctCeiling: 4 });
      const members = await Promise.all(Array.from({ length: 5 }, () => createCustomer(owner)));
      const [last, ...first] = members.map(({ id }) => id);
      expect(tally(await Promise.all(first.map((customerId) => token.ask({ customerId }))))).toEqual({
        ok: 4,
      });
      // Two rounds of the watch: at its ceiling a token reads on.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(await token.ask({ customerId: last })).toMatchObject({ verdict: null });
      const crossed = Date.now();
      const suspension = async () =>
        (await sql`select suspended_distinct as distinct from security_tokens where id = ${token.tokenId}`)[0]
          ?.distinct;
      await expect.poll(suspension, { interval: 50, timeout: 10_000 }).toBe(5);
      expect(Date.now() - crossed).toBeLessThan(3_000);
      expect(await token.ask()).toMatchObject({ verdict: "token_suspended", body: null });
      const people = [token.manager, token.admin];
      expect(await toldBy(owner, "token_suspended")).toEqual(people.map(({ email }) => email).sort());
      expect(await belled(owner, "token_suspended")).toEqual(people.map(({ id }) => id).sort());
    } finally {
      await Promise.all(watches.map((one) => one.stop()));
    }
  });

  it("stops when it is told to", async () => {
    const [db] = pools;
    if (!db) throw new Error("There is no pool.");
    const watch = startReadingWatch({ db, keys: testKeys, settings: testSettings, logger });
    await watch.stop();
    const token = await liveToken({ distinctCeiling: 1 });
    for (let n = 0; n < 2; n += 1) await token.ask({ customerId: (await createCustomer(owner)).id });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(
      await sql`select 1 from security_tokens where suspended_at is not null and id = ${token.tokenId}`,
    ).toEqual([]);
  });
});
