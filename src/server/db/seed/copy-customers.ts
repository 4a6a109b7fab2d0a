import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ISql } from "postgres";
import { copyColumns, copyLine } from "./copy-text";
import { externalIdPrefix, type SeedCustomer } from "./customer";

const chunkSize = 64 * 1024;

/** COPYs the customers in constant memory: the generator waits while Postgres is behind. All of them or none. */
export async function copyCustomers(
  sql: ISql,
  customers: Iterable<SeedCustomer>,
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  const target = await sql`copy customers (${sql.unsafe(copyColumns.join(", "))}) from stdin`.writable();
  await pipeline(Readable.from(chunks(customers, onProgress), { objectMode: false }), target);
}

function* chunks(customers: Iterable<SeedCustomer>, onProgress: (done: number) => void): Generator<string> {
  let text = "";
  let done = 0;
  for (const one of customers) {
    text += copyLine(one);
    done++;
    if (text.length < chunkSize) continue;
    yield text;
    text = "";
    onProgress(done);
  }
  if (text !== "") yield text;
  onProgress(done);
}

/** The index after the last invented customer that is there; 0 where there is none. */
export async function nextCustomerIndex(sql: ISql): Promise<number> {
  const rows = await sql<{ last: string | null }[]>`
    select max(external_id) as last from customers
    where external_id ~ ${`^${externalIdPrefix}[0-9]{8}$`}`;
  return Number(rows[0]?.last?.slice(externalIdPrefix.length) ?? 0);
}

export async function countCustomers(sql: ISql): Promise<number> {
  const rows = await sql<{ count: number }[]>`select count(*)::int as count from customers`;
  return rows[0]?.count ?? 0;
}
