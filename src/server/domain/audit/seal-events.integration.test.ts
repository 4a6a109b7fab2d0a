import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createDatabase } from "../../db/client";
import { testDatabase } from "../../test/database";
import { sealEvents } from "./seal-events";
import { storedChain, verifyChain } from "./verify-chain";

const { owner, app, jobsUrl } = await testDatabase();
const jobs = createDatabase(jobsUrl, { max: 1 });

/** Seals so many new records; the sizes of the seals, the newest first. */
async function sizesOf(count: number): Promise<number[]> {
  await app.execute(sql`
    insert into audit_events (action, outcome, actor_kind, request_id)
    select 'customer.read', 'allowed', 'system', 'req_many' from generate_series(1, ${count}::integer)`);
  expect(await sealEvents({ db: jobs })).toBe(count);
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
