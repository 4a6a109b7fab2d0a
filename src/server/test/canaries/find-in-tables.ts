import type { Sql } from "postgres";
import type { Find } from "./find-values";

const rowsAtOnce = 2000;

/** Each table of the application's and the job runner's schemas that holds such a value in any of its columns, and which. */
export async function findInTables(sql: Sql, find: Find): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const seen = new Set<string>();
    const rows = sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
    await rows.cursor(rowsAtOnce, (some) => {
      for (const value of find(Buffer.from(some.map(({ row }) => row).join("\n")))) seen.add(value);
    });
    if (seen.size > 0) found[name] = [...seen].sort();
  }
  return found;
}
