import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { reviewAnswers } from "../../../contracts/review";
import { approvedNetworks, securityTokens } from "./access";
import { at, createdAt, id } from "./columns";
import { users } from "./people";

/** A yearly look at everything that was approved and lives: each token and Approved IP is kept, dropped, or expires. */
export const reviewRounds = pgTable(
  "review_rounds",
  {
    id: id(),
    openedAt: createdAt(),
    /** From here on nobody answers, and what was not answered expires. */
    deadlineAt: at().notNull(),
    closedAt: at(),
  },
  (t) => [
    uniqueIndex("review_rounds_one_open").on(sql`(true)`).where(sql`${t.closedAt} is null`),
    index("review_rounds_opened").on(t.openedAt),
  ],
);

export const reviewAnswer = pgEnum("review_answer", reviewAnswers);

/** What lived when a round opened, a line each: a token, or a network of one. Answered once. */
export const reviewLines = pgTable(
  "review_lines",
  {
    id: id(),
    roundId: uuid()
      .notNull()
      .references(() => reviewRounds.id),
    /** The order of the list: by token, each before its networks. */
    position: integer().notNull(),
    tokenId: uuid()
      .notNull()
      .references(() => securityTokens.id),
    /** Null: the line is about the token itself. */
    networkId: uuid().references(() => approvedNetworks.id),
    /** Who asked for what stands here; none of them keeps it. */
    askedBy: uuid().array().notNull(),
    answer: reviewAnswer(),
    answeredBy: uuid().references(() => users.id),
    answeredAt: at(),
    reason: text(),
  },
  (t) => [
    uniqueIndex("review_lines_position").on(t.roundId, t.position),
    uniqueIndex("review_lines_once").on(t.roundId, sql`coalesce(${t.networkId}, ${t.tokenId})`),
    index("review_lines_token").on(t.tokenId),
    index("review_lines_network").on(t.networkId).where(sql`${t.networkId} is not null`),
    index("review_lines_open").on(t.roundId, t.position).where(sql`${t.answer} is null`),
    check("review_lines_answered", sql`(${t.answer} is null) = (${t.answeredAt} is null)`),
    check(
      "review_lines_by_a_person",
      sql`(${t.answeredBy} is not null) = coalesce(${t.answer} in ('kept', 'dropped'), false)`,
    ),
    check(
      "review_lines_four_eyes",
      sql`${t.answer} is distinct from 'kept' or ${t.answeredBy} <> all (${t.askedBy})`,
    ),
    check(
      "review_lines_reasons",
      sql`${t.answer} is distinct from 'dropped' or coalesce(length(${t.reason}), 0) > 0`,
    ),
  ],
);
