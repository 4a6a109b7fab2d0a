import "server-only";
import type { Database } from "../client";
import { copyCustomers, countCustomers, nextCustomerIndex } from "./copy-customers";
import { generateCustomers } from "./generate-customers";

export interface CustomersToAdd {
  count: number;
  seed?: number;
  asOf?: Date;
  /** Told once, before the first row: how many customers are there, and the index of the first new one. */
  onStart?: (start: { there: number; from: number }) => void;
  onProgress?: (done: number) => void;
}

const lock = 7_265_726_503;

/**
 * Adds invented customers after those that are there, and refreshes the planner's statistics. All of them or none; two
 * at once add one after the other.
 */
export async function addCustomers(
  owner: Database,
  options: CustomersToAdd,
): Promise<{ total: number; seconds: number }> {
  const { count, seed, asOf, onStart, onProgress } = options;
  const started = performance.now();
  const total = await owner.$client.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${lock})`;
    const there = await countCustomers(sql);
    const from = await nextCustomerIndex(sql);
    onStart?.({ there, from });
    await copyCustomers(sql, await generateCustomers({ count, seed, asOf, from }), onProgress);
    return there + count;
  });
  await owner.$client`analyze customers`;
  return { total, seconds: (performance.now() - started) / 1000 };
}
