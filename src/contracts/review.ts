import { z } from "zod";
import { idSchema } from "./id";
import { plainText } from "./plain-text";

/** What became of a line of a review; null in a row: nobody has answered it yet. */
export const reviewAnswers = ["kept", "dropped", "expired", "ended"] as const;
export type ReviewAnswer = (typeof reviewAnswers)[number];

/** A round's lines can be answered for so many days; then what was not answered expires. */
export const reviewDeadlineDays = 30;
/** Reminders, so many days before the deadline. */
export const reviewReminderDays = [14, 7, 1] as const;
/** At this reminder those who look after tokens are told again, too. */
export const ownersToldAgain = 7;
/** Never less often than once a year, and never so often that a round opens before the last is over. */
export const shortestReviewDays = 60;
export const longestReviewDays = 365;

/** One answer takes this many lines at most. */
export const mostAnswered = 200;
export const reviewPageSize = 100;

/** Characters of why a line is dropped. */
export const shortestDropReason = 3;
export const longestDropReason = 500;

const lineIds = z
  .array(idSchema)
  .min(1, "Choose at least one line.")
  .max(mostAnswered, `At most ${mostAnswered} lines at once.`);

export const keepLinesInput = z.object({ lineIds });

export const dropLinesInput = z.object({
  lineIds,
  reason: plainText({
    what: "The reason",
    min: shortestDropReason,
    max: longestDropReason,
    tooShort: "Say why, in a few words.",
    tooLong: `At most ${longestDropReason} characters.`,
    notPlain: "No control characters.",
  }),
});

/** Absent: the open round, or else the last one. */
export const showReviewInput = z.object({ roundId: idSchema.nullable().default(null) });

/** The list's filter: everything, or what waits for an answer; tokens or networks alone; one owner's. */
export const listReviewInput = z.object({
  roundId: idSchema,
  state: z.enum(["all", "unanswered", "answered"]).default("all"),
  what: z.enum(["all", "tokens", "networks"]).default("all"),
  ownerId: idSchema.nullable().default(null),
  /** The position of the last line of the page before. */
  after: z.number().int().min(0).max(10_000_000).default(0),
});
export type ListReviewInput = z.output<typeof listReviewInput>;

export const reviewAnswerWords: Record<ReviewAnswer, string> = {
  kept: "Kept",
  dropped: "Dropped",
  expired: "Not attested",
  ended: "Ended otherwise",
};
