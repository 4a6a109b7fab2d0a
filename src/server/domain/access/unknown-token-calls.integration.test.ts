import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatSecret } from "../../../contracts/secret";
import { createDatabase } from "../../db/client";
import { deleteOldCounters } from "../../db/queries/lapsed";
import { addUnknownTokenCalls, unknownBlocksPerMinute } from "../../db/queries/unknown-token-calls";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { freezeClock } from "../../test/frozen-clock";
import { createReadQueue } from "../customer/read-queue";
import { createUnknownTokenCalls } from "./unknown-token-calls";

const database = await testDatabase();
const sql = database.owner.$client;
const unwritten = 1e9;

const rows = () => sql`select block::text, calls from unknown_token_calls order by calls desc, block`;

describe("calls with tokens that nobody knows", () => {
  it("are slowed past a block's ceiling, counted without a write a call, and leave genuine tokens alone", async () => {
    await createProgram(database.owner);
    const { secret } = await createLiveToken(database.owner, database.app, { networks: ["198.51.100.7"] });
    const { id: customerId } = await createCustomer(database.owner);
    const reads = createReadQueue(database.hot, { unknownPerMinute: 20, flushEvery: unwritten });
    const ask = (text: string, address: string) =>
      reads.ask({
        secretHash: createHash("sha256").update(text).digest("hex"),
        address,
        requestId: "req_flood",
        customerId,
        wanted: 1,
        operation: "read",
        faulty: false,
      });
    const flood = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask(formatSecret(randomBytes(32)), `198.51.100.${index}`)),
    );
    const verdicts = flood.map(({ verdict }) => verdict);
    expect(verdicts.filter((one) => one === "token_invalid")).toHaveLength(20);
    expect(verdicts.filter((one) => one === "rate_limited")).toHaveLength(30);
    expect(flood.at(-1)?.retryAfter).toBeGreaterThan(0);
    expect((await ask(formatSecret(randomBytes(32)), "192.0.2.1")).verdict).toBe("token_invalid");
    expect((await ask(secret, "198.51.100.7")).verdict).toBeNull();
    expect(await rows()).toEqual([]);
    await reads.close();
    expect([...(await rows())]).toEqual([
      { block: "198.51.100.0/24", calls: 50 },
      { block: "192.0.2.0/24", calls: 1 },
    ]);
    const [records] =
      await sql`select count(*)::int as floods from audit_events where request_id = 'req_flood' and outcome = 'refused'`;
    expect(records?.floods).toBe(0);
  });

  it("wait by themselves once they are many: a caller that was let in lately waits for none of them", async () => {
    const { secret } = await createLiveToken(database.owner, database.app, { networks: ["198.51.100.8"] });
    const { id: customerId } = await createCustomer(database.owner);
    const reads = createReadQueue(database.hot, { unknownCeiling: 10, flushEvery: unwritten });
    const ask = (text: string, address: string) =>
      reads.ask({
        secretHash: createHash("sha256").update(text).digest("hex"),
        address,
        requestId: "req_lanes",
        customerId,
        wanted: 1,
        operation: "read",
        faulty: false,
      });
    expect((await ask(secret, "198.51.100.8")).verdict).toBeNull();
    await Promise.all(Array.from({ length: 12 }, (_, index) => ask(`unknown ${index}`, `192.0.2.${index}`)));
    let answered = 0;
    const flood = Array.from({ length: 1_500 }, async (_, index) => {
      await ask(`flood ${index}`, `10.${index >> 8}.${index & 255}.1`);
      answered += 1;
    });
    expect((await ask(secret, "198.51.100.8")).verdict).toBeNull();
    expect(answered).toBeLessThan(750);
    // The same secret from elsewhere is nobody familiar, and is answered in its turn all the same.
    const elsewhere = ask(secret, "198.51.100.9");
    await Promise.all(flood);
    expect((await elsewhere).verdict).toBe("ip_not_allowed");
    await reads.close();
    await sql`delete from unknown_token_calls`;
  });

  it("from any number of blocks fill a bounded number of rows, and lose no call", async () => {
    await freezeClock(sql, "2031-01-01T00:00:00Z");
    await sql`delete from unknown_token_calls`;
    for (let round = 0; round < 3; round++) {
      const reads = createReadQueue(database.hot, { unknownBlocks: 400, flushEvery: unwritten });
      const calls = Array.from({ length: 1000 }, (_, index) =>
        reads.ask({
          secretHash: createHash("sha256").update(`${round} ${index}`).digest("hex"),
          address:
            index % 2 === 0
              ? `10.${round}.${index % 256}.${index >> 8}`
              : `2001:db8:${round}:${index.toString(16)}::1`,
          requestId: "req_flood",
          customerId: "cus_1",
          wanted: 1,
          operation: "read",
          faulty: false,
        }),
      );
      await Promise.all(calls);
      await reads.close();
    }
    const written = await rows();
    expect(written.length).toBeLessThanOrEqual(unknownBlocksPerMinute + 2);
    expect(written.reduce((sum, { calls }) => sum + calls, 0)).toBe(3000);
    expect(written[0]?.block).toMatch(/^(0\.0\.0\.0|::)\/0$/);
  });

  it("are kept for a day, by the sweep of all counters", async () => {
    await freezeClock(sql, "2031-01-04T00:00:00Z");
    const counted = { block: "198.51.100.0/24", calls: 3 };
    await addUnknownTokenCalls(database.hot.aside, [counted]);
    const jobs = createDatabase(database.jobsUrl, { max: 1 });
    await deleteOldCounters(jobs);
    expect([...(await rows())]).toEqual([counted]);
    await freezeClock(sql, "2031-01-05T00:01:00Z");
    await deleteOldCounters(jobs);
    expect([...(await rows())]).toEqual([]);
    await jobs.$client.end();
  });
});

describe("the counter in memory", () => {
  it("keeps no more blocks than it may, and slows those it cannot tell apart", () => {
    const calls = createUnknownTokenCalls({ perMinute: 5, blocks: 2 });
    expect([calls.count("192.0.2.0/24"), calls.count("198.51.100.0/24")]).toEqual([false, false]);
    expect(calls.count("203.0.113.0/24")).toBe(true);
    expect(calls.take()).toEqual([
      { block: "192.0.2.0/24", calls: 1 },
      { block: "198.51.100.0/24", calls: 1 },
      { block: "0.0.0.0/0", calls: 1 },
    ]);
    expect(calls.take()).toEqual([]);
  });
});
