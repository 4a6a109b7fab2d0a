import "server-only";
import { sql } from "drizzle-orm";
import type { CustomerTier } from "../../../contracts/customer-search";
import type { Executor } from "../client";

/** Ids are random, so the first so many of them are a fair sample, and the answer costs the same at any size. */
const sample = 20_000;

/** The tiers that customers of the sample are in, most common first. */
export async function findTiers(db: Executor): Promise<CustomerTier[]> {
  const rows = await db.execute<{ id: string; name: string | null }>(sql`
    select tier_id as id, max(tier_name) as name
    from (select tier_id, tier_name from customers order by id limit ${sample}) c
    where tier_id is not null group by tier_id order by count(*) desc, tier_id limit 50`);
  return Array.from(rows, ({ id, name }) => ({ id, name }));
}
