import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

/** The time by the one clock that every rule about time is decided with. */
export async function databaseNow(db: Executor): Promise<Date> {
  const rows = await db.execute<{ now: string }>(sql`select to_json(countersign_now()) #>> '{}' as now`);
  return new Date(rows[0]?.now ?? Number.NaN);
}
