import { z } from "zod";
import { longestTokenDays } from "@/contracts/access-request";
import { day } from "@/contracts/day";
import { counted } from "@/contracts/words";

/** The ISO day that lies this many days ahead. */
export const dayAhead = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);

/** A token lives to the last second of its day, UTC. */
export const endOfDay = (isoDay: string) => new Date(`${isoDay}T23:59:59.000Z`);

/** A day that a token may expire on: ahead, and no further than a token may live. The server decides by its own clock. */
export const expiryDay = z
  .string({ error: "Choose the day on which the token expires." })
  .refine((day) => day > dayAhead(0), "Choose tomorrow or a later day.")
  .refine((day) => day <= dayAhead(longestTokenDays), `A token lives at most ${longestTokenDays} days.`);

export const isoDay = (at: Date) => at.toISOString().slice(0, 10);

/** "in 90 days". */
export function daysFromNow(isoDayText: string): string {
  const days = Math.round((Date.parse(isoDayText) - Date.parse(dayAhead(0))) / day);
  if (days < 0) return "in the past";
  if (days === 0) return "today";
  return `in ${counted(days, "day")}`;
}
