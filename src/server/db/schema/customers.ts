import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

export const customerStatus = pgEnum("customer_status", [
  "active",
  "inactive",
  "suspended",
  "banned",
  "merged",
]);

/** A member of the loyalty program: the personal data being guarded. */
export const customers = pgTable(
  "customers",
  {
    /** `cus_` and random characters. */
    id: text().primaryKey(),
    externalId: text(),
    status: customerStatus().notNull().default("active"),
    pointsBalance: bigint({ mode: "number" }).notNull().default(0),
    pointsPending: bigint({ mode: "number" }).notNull().default(0),
    pointsSpent: bigint({ mode: "number" }).notNull().default(0),
    lifetimePoints: bigint({ mode: "number" }).notNull().default(0),
    tierId: text(),
    tierName: text(),
    tierSince: at(),
    tierExpiresAt: at(),
    /** [{points, expires_at}], soonest first. */
    expiring: jsonb().$type<Array<{ points: number; expires_at: string }>>().notNull().default([]),
    enrolledAt: at().notNull(),
    lastActivityAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    version: integer().notNull().default(1),
    firstName: text(),
    lastName: text(),
    email: text(),
    /** E.164. */
    phone: text(),
    memberNumber: text(),
    birthDate: date({ mode: "string" }),
    addressLine1: text("address_line_1"),
    addressLine2: text("address_line_2"),
    addressCity: text(),
    addressState: text(),
    addressPostalCode: text(),
    /** ISO 3166-1 alpha-2. */
    addressCountry: char({ length: 2 }),
    customFields: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    emailConsent: boolean().notNull().default(false),
    emailConsentAt: at(),
    emailConsentSource: text(),
    smsConsent: boolean().notNull().default(false),
    smsConsentAt: at(),
    smsConsentSource: text(),
  },
  (t) => [
    uniqueIndex("customers_external_id").on(t.externalId),
    uniqueIndex("customers_member_number").on(t.memberNumber),
    index("customers_email").on(sql`lower(${t.email})`),
    index("customers_phone").on(t.phone),
    index("customers_updated").on(t.updatedAt, t.id),
    index("customers_last_name").on(sql`lower(${t.lastName}) text_pattern_ops`),
    index("customers_first_name").on(sql`lower(${t.firstName}) text_pattern_ops`),
  ],
);
