import "server-only";
import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/** Within the last minutes, by the database's clock. */
export const lately = (at: AnyColumn, minutes: number): SQL =>
  sql`${at} > countersign_now() - make_interval(mins => ${minutes}::int)`;
