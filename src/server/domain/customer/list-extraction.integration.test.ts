import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { allFields } from "../../../contracts/customer-fields";
import { testDatabase } from "../../test/database";
import { testKeys } from "../../test/factories/people";
import { long } from "../../test/long";
import { approvedAddress, twoProcesses } from "../../test/two-processes";
import { openCursor } from "./list-cursor";
import { listCustomers } from "./list-customers";
import { hashSecret } from "./secret-hash";

const database = await testDatabase();
const { sql, queues, liveToken } = twoProcesses(database);
const many = long ? 100_000 : 12_000;
const beginning = "2020-01-01T00:00:00.000000Z";

type Version = { id: string; version: number };

beforeAll(async () => {
  // Many were changed at one moment, as an import does.
  await sql`insert into customers (id, enrolled_at, email, updated_at)
    select 'cus_' || md5(n::text), countersign_now(), n || '@member.example', timestamptz '2026-01-01' + n / 2500 * interval '1 hour'
    from generate_series(1, ${many}) n`;
});

/** Every page of a list, each asked of the other process than the last; what came, and until when it is whole. */
async function extract(
  secret: string,
  given: { limit: number; since?: string | null; between?: () => Promise<void> },
) {
  const bounds = { since: given.since ?? null, wanted: allFields };
  const got: Version[] = [];
  let cursor: string | null = null;
  for (let page = 0; ; page++) {
    const caller = { secretHash: hashSecret(secret), address: approvedAddress, requestId: `req_page${page}` };
    const after = cursor === null ? null : openCursor(testKeys, cursor, bounds);
    const queue = queues[page % 2] as (typeof queues)[number];
    const answer = await listCustomers(queue, testKeys, caller, { ...bounds, limit: given.limit, after });
    if (answer.verdict !== null) throw new Error(answer.verdict);
    got.push(...JSON.parse(answer.body ?? ""));
    cursor = answer.nextCursor;
    if (cursor === null) return { got, until: answer.page?.settled ?? null, pages: page + 1 };
    await given.between?.();
  }
}

/** Inserts, changes and deletes customers, some in transactions that stay open for a while, until told to stop. */
async function write(writers: number, during: () => Promise<void>) {
  const connections = postgres(database.ownerUrl, { max: writers });
  const deleted = new Set<string>();
  const [{ ids }] = (await sql`select array_agg(id) as ids from customers`) as unknown as [{ ids: string[] }];
  const any = () => ids[Math.floor(Math.random() * ids.length)] as string;
  let stop = false;
  let changes = 0;
  const one = async () => {
    while (!stop) {
      await connections
        .begin(async (tx) => {
          await tx`insert into customers (id, enrolled_at) values (${`cus_${randomBytes(8).toString("hex")}`}, countersign_now())`;
          await tx`update customers set points_balance = points_balance + 1 where id = ${any()}`;
          const gone = any();
          deleted.add(gone);
          await tx`delete from customers where id = ${gone}`;
          if (Math.random() < 0.3) await tx`select pg_sleep(${Math.random() / 10})`;
          await tx`update customers set first_name = ${randomBytes(2).toString("hex")} where id = ${any()}`;
        })
        .catch((error: { code?: string }) => {
          if (error.code !== "40P01") throw error;
        });
      changes += 1;
    }
  };
  const running = Promise.all(Array.from({ length: writers }, one));
  try {
    await during();
  } finally {
    stop = true;
    await running;
    await connections.end();
  }
  expect(changes).toBeGreaterThan(10);
  return deleted;
}

const unlimited = { scopes: ["customers:list" as const], ratePerMinute: 100_000, dailyLimit: 10_000_000 };

describe("a whole program extracted under concurrent writes", () => {
  it("misses and repeats nobody", async () => {
    const token = await liveToken(unlimited);
    const before = (await sql<{ id: string }[]>`select id from customers`).map(({ id }) => id);
    let got: Version[] = [];
    const deleted = await write(4, async () => {
      ({ got } = await extract(token.secret, { limit: 100 }));
    });
    const ids = got.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const came = new Set(ids);
    expect(before.filter((id) => !came.has(id) && !deleted.has(id))).toEqual([]);
    const [records] =
      await sql`select count(*)::int as pages, sum(cardinality(customer_ids))::int as customers
      from audit_events where actor_id = ${token.tokenId} and action = 'customer.listed'`;
    expect(records).toEqual({ pages: Math.ceil(got.length / 100), customers: got.length });
    expect(await token.usage()).toMatchObject({ customers_read: got.length });
  });

  it("by time of change misses no change and repeats no version, run after run", async () => {
    const token = await liveToken(unlimited);
    const got: Version[] = [];
    let since: string = beginning;
    const run = async (limit: number) => {
      const page = await extract(token.secret, { limit, since });
      got.push(...page.got);
      if (page.until === null) throw new Error("The list doesn't say until when it is whole.");
      expect(Date.parse(page.until)).toBeGreaterThanOrEqual(Date.parse(since));
      since = page.until;
    };
    await write(4, async () => {
      await run(100);
      for (let more = 0; more < 20; more++) await run(1 + more);
    });
    await run(500);
    const keys = got.map(({ id, version }) => `${id} ${version}`).sort();
    expect(keys.filter((key, index) => key === keys[index + 1])).toEqual([]);
    const came = new Set(keys);
    const now = await sql<Version[]>`select id, version from customers`;
    expect(now.filter(({ id, version }) => !came.has(`${id} ${version}`))).toEqual([]);
  });

  it("holds back what was changed after a change that is not committed yet", async () => {
    const token = await liveToken(unlimited);
    const { until: start } = await extract(token.secret, { limit: 500, since: beginning });
    const [one, other] = await sql<{ id: string }[]>`select id from customers limit 2`;
    const slow = postgres(database.ownerUrl, { max: 1 });
    let since = start;
    let early: Awaited<ReturnType<typeof extract>> | undefined;
    await slow.begin(async (tx) => {
      await tx`update customers set first_name = 'first' where id = ${one?.id ?? ""}`;
      await sql`update customers set first_name = 'second' where id = ${other?.id ?? ""}`;
      early = await extract(token.secret, { limit: 500, since });
    });
    await slow.end();
    expect(early?.got).toEqual([]);
    since = early?.until ?? null;
    const late = await extract(token.secret, { limit: 500, since });
    expect(late.got.map(({ id }) => id)).toEqual([one?.id, other?.id]);
    expect(await extract(token.secret, { limit: 500, since: late.until })).toMatchObject({ got: [] });
  });

  it("tells nothing twice where a change begins between two pages of the second that they reached", async () => {
    const token = await liveToken(unlimited);
    const { until: since } = await extract(token.secret, { limit: 500, since: beginning });
    const slow = postgres(database.ownerUrl, { max: 1 });
    await sql`update customers set first_name = 'third' where id in (select id from customers limit 3)`;
    await slow.unsafe("begin");
    const run = await extract(token.secret, {
      limit: 2,
      since,
      between: async () => {
        await slow`update customers set first_name = 'fourth' where id in (select id from customers offset 5 limit 1)`;
      },
    });
    await slow.unsafe("rollback");
    await slow.end();
    const next = await extract(token.secret, { limit: 500, since: run.until });
    expect([...run.got, ...next.got].map(({ id }) => id)).toHaveLength(3);
  });

  it("gives a change its own time and the next version, whatever its writer says", async () => {
    const [before] = await sql`select id, version from customers limit 1`;
    await sql`update customers set last_name = 'x', updated_at = '2021-01-01', version = 1 where id = ${before?.id}`;
    await sql`update customers set last_name = 'x', version = ${before?.version + 1} where id = ${before?.id}`;
    const [after] = await sql`select version, updated_at > countersign_now() - interval '1 minute' as recent
      from customers where id = ${before?.id}`;
    expect(after).toEqual({ version: before?.version + 1, recent: true });
  });
});
