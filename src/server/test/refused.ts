import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "../db/client";

const denied = { cause: { code: "42501" } };

/** The database refuses this statement to this role. */
export const refused = (db: Database, statement: string) =>
  expect(db.execute(sql.raw(statement)), statement).rejects.toMatchObject(denied);

/** In one transaction, the database takes every statement but the last, which it refuses. */
export async function refusedAfter(db: Database, before: readonly string[], attack: string): Promise<void> {
  let reached = false;
  const attempt = db.transaction(async (tx) => {
    for (const statement of before) await tx.execute(sql.raw(statement));
    reached = true;
    await tx.execute(sql.raw(attack));
  });
  await expect(attempt, attack).rejects.toMatchObject(denied);
  expect(reached, before.join("; ")).toBe(true);
}
