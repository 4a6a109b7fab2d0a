import { sql } from "drizzle-orm";
import { boolean, check, index, inet, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Finding } from "../../../contracts/emergency-access";
import { accessRequests } from "./access";
import { at, createdAt } from "./columns";
import { users } from "./people";

/** One person's way to the staff screens from one address, for a short while, under one approved request; and its review. */
export const emergencyAccesses = pgTable(
  "emergency_accesses",
  {
    requestId: uuid()
      .primaryKey()
      .references(() => accessRequests.id),
    /** It holds for this person alone. */
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** One host, never a range. */
    address: inet().notNull(),
    approvedBy: uuid()
      .notNull()
      .references(() => users.id),
    startsAt: createdAt(),
    expiresAt: at().notNull(),
    endedAt: at(),
    endedBy: uuid().references(() => users.id),
    /** When the reviewers are told again that the review is open. */
    nextReminderAt: at(),
    closedAt: at(),
    closedBy: uuid().references(() => users.id),
    finding: text().$type<Finding>(),
    closingNote: text(),
    /** The reviewer is who asked or who approved, since there was nobody else. */
    closedByOneOfTwo: boolean(),
  },
  (t) => [
    index("emergency_accesses_user").on(t.userId, t.expiresAt),
    index("emergency_accesses_open").on(t.startsAt).where(sql`${t.closedAt} is null`),
    check("emergency_accesses_four_eyes", sql`${t.approvedBy} <> ${t.userId}`),
    check("emergency_accesses_one_host", sql`${t.address} = host(${t.address})::inet`),
    check("emergency_accesses_life", sql`${t.expiresAt} <= ${t.startsAt} + interval '4 hours'`),
    check("emergency_accesses_ended", sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
    check(
      "emergency_accesses_reviewed",
      sql`num_nonnulls(${t.closedAt}, ${t.closedBy}, ${t.finding}, ${t.closingNote}, ${t.closedByOneOfTwo}) in (0, 5)
        and ${t.finding} in ('justified', 'not_justified')
        and ${t.closedByOneOfTwo} = (${t.closedBy} in (${t.userId}, ${t.approvedBy}))`,
    ),
  ],
);
