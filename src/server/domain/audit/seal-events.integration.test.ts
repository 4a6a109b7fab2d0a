import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createDatabase } from "../../db/client";
import { testDatabase } from "../../test/database";
import { type SealingPace, sealEvents } from "./seal-events";
import { storedChain, verifyChain } from "./verify-chain";

const { owner, app, jobsUrl } = await testDatabase();
const jobs = createDatabase(jobsUrl, { max: 1 });

/** Seals so many new records; the sizes of the seals, the newest first. */
async function sizesOf(count: number, pace?: SealingPace): Promise<number[]> {
  await app.execute(sql`
    insert into audit_events (action, outcome, actor_kind, request_id)
    select 'customer.read', 'allowed', 'system', 'req_many' from generate_series(1, ${count}::integer)`);
  expect(await sealEvents({ db: jobs }, pace)).toBe(count);
  const seals = await owner.execute<{ size: number }>(
    sql`select cardinality(event_ids) as size from audit_seals order by seq desc`,
  );
  return seals.map(({ size }) => size);
}

it("seals in slices of 100 records, and in larger ones where it comes behind", async () => {
  await sealEvents({ db: jobs });
  expect((await sizesOf(250)).slice(0, 3)).toEqual([50, 100, 100]);
  const sizes = await sizesOf(30_000);
  expect(sizes.filter((size) => size === 2_000).length).toBeGreaterThan(5);
  expect(sizes.filter((size) => size === 100).length).toBeGreaterThan(5);
  expect((await verifyChain(storedChain({ db: jobs }), [])).fault).toBeNull();
});

it("goes on with larger ones where others took its turns, and by slices again once all is sealed", async () => {
  const longAgo = performance.now() - 2_000;
  const pace = { caughtUpAt: longAgo };
  await owner.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7205261193)`);
    expect(await sealEvents({ db: jobs }, pace)).toBeNull();
  });
  expect(pace.caughtUpAt).toBe(longAgo);
  expect((await sizesOf(250, pace))[0]).toBe(250);
  expect((await sizesOf(250, pace)).slice(0, 3)).toEqual([50, 100, 100]);
});
