import { sql } from "drizzle-orm";
import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Raw bytes: hashes, digests and nonces. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A transaction's number with its epoch. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });

/** A point in time, with its zone. */
export const at = (name?: string) =>
  name ? timestamp(name, { withTimezone: true }) : timestamp({ withTimezone: true });

/** A creation time by the one clock that every rule about time is decided with. */
export const createdAt = () => at().notNull().default(sql`countersign_now()`);

export const id = () => uuid().primaryKey().defaultRandom();
