import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { programSettings } from "../schema";

const setupLock = 7_265_726_512;

/** Of set-ups at once, one goes on and the others wait to see what it did. */
export async function lockSetup(db: Executor): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${setupLock}::bigint)`);
}

/** The one row of program settings; false where there is one already. */
export async function insertProgramSettings(
  db: Executor,
  program: Pick<typeof programSettings.$inferInsert, "name" | "timeZone">,
): Promise<boolean> {
  const rows = await db.insert(programSettings).values(program).onConflictDoNothing().returning();
  return rows.length === 1;
}
