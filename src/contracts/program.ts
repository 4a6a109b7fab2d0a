import { z } from "zod";
import { longestTokenDays, requestReason } from "./access-request";
import { programNameSchema, timeZoneSchema } from "./people";
import { type GuardedSetting, guardedSettings } from "./request-kinds";
import { longestReviewDays, shortestReviewDays } from "./review";
import { counted } from "./words";

const whole = (least: number, most: number, what: string) =>
  z
    .number({ error: `Enter ${what}.` })
    .int("Enter a whole number.")
    .min(least, `At least ${least.toLocaleString("en")}.`)
    .max(most, `At most ${most.toLocaleString("en")}.`);

/** Longest time that a request may wait, in days. */
export const longestRequestDays = 14;

/** What each setting may be. The bounds are this program's; the tables hold none of their own. */
export const programSettingsSchema = z.object({
  name: programNameSchema,
  timeZone: timeZoneSchema,
  widestIpv4: whole(8, 32, "a prefix such as 24"),
  widestIpv6: whole(32, 128, "a prefix such as 120"),
  defaultRatePerMinute: whole(1, 6_000, "a number of reads a minute"),
  defaultDailyLimit: whole(1, 1_000_000, "a number of customers a day"),
  defaultDistinctCeiling: whole(1, 1_000_000, "a number of customers"),
  requestDays: whole(1, longestRequestDays, "a number of days"),
  tokenDays: whole(1, longestTokenDays, "a number of days"),
  reviewDays: whole(shortestReviewDays, longestReviewDays, "a number of days"),
  /** 1: everybody proves a second factor; 0: who decides about access alone. */
  secondFactorForAll: whole(0, 1, "0 or 1"),
});
export type ProgramSettingsValues = z.output<typeof programSettingsSchema>;

/** Only what is to change, and why, where a Security Admin has to approve a part of it. */
export const changeProgramInput = z.object({
  changes: programSettingsSchema.partial(),
  reason: requestReason.optional(),
});
export type ChangeProgramInput = z.output<typeof changeProgramInput>;

type GuardedValues = Partial<Record<GuardedSetting, number>>;

const stricterWhenMore: readonly GuardedSetting[] = ["widestIpv4", "widestIpv6", "secondFactorForAll"];

/** A smaller prefix is a wider range, and fewer people prove a second factor; of every other setting more is weaker. */
const weakens = (setting: GuardedSetting, before: number, after: number) =>
  stricterWhenMore.includes(setting) ? after < before : after > before;

/** Of these changes, those that make the program weaker: a Security Admin has to approve them. */
export function weakenedBy(
  before: Readonly<Record<GuardedSetting, number>>,
  changes: Readonly<GuardedValues>,
): GuardedSetting[] {
  return guardedSettings.filter((one) => {
    const after = changes[one];
    return after !== undefined && weakens(one, before[one], after);
  });
}

export const settingWords: Record<GuardedSetting, { label: string; value: (value: number) => string }> = {
  widestIpv4: { label: "Widest IPv4 range", value: (prefix) => `/${prefix}` },
  widestIpv6: { label: "Widest IPv6 range", value: (prefix) => `/${prefix}` },
  defaultRatePerMinute: { label: "Default reads a minute", value: (reads) => reads.toLocaleString("en") },
  defaultDailyLimit: { label: "Default customers a day", value: (count) => count.toLocaleString("en") },
  defaultDistinctCeiling: {
    label: "Default ceiling of different customers a day",
    value: (count) => count.toLocaleString("en"),
  },
  requestDays: { label: "A request waits", value: (days) => counted(days, "day") },
  reviewDays: { label: "Yearly review, every", value: (days) => counted(days, "day") },
  secondFactorForAll: {
    label: "Who proves a second factor",
    value: (all) => (all === 1 ? "everybody" : "who decides about access"),
  },
  tokenDays: { label: "A token lasts by default", value: (days) => counted(days, "day") },
};
