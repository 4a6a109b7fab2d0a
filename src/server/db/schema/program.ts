import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** One row: what holds for the whole loyalty program. */
export const programSettings = pgTable(
  "program_settings",
  {
    id: boolean().primaryKey().default(true),
    name: text().notNull(),
    timeZone: text().notNull().default("UTC"),
    widestIpv4: integer().notNull().default(24),
    widestIpv6: integer().notNull().default(120),
    defaultRatePerMinute: integer().notNull().default(60),
    defaultDailyLimit: integer().notNull().default(5000),
    defaultDistinctCeiling: integer().notNull().default(2500),
    requestDays: integer().notNull().default(3),
    tokenDays: integer().notNull().default(90),
    /** Days from one review of everything approved to the next. */
    reviewDays: integer().notNull().default(365),
    /** 1: everybody owes a second factor; 0: who decides about access alone. */
    secondFactorForAll: integer().notNull().default(0),
    /** Seeded with invented people and customers; a start without DEMO refuses it. */
    demonstration: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [check("program_settings_one_row", sql`${t.id}`)],
);
