import { z } from "zod";
import { longestOverlapSeconds } from "@/contracts/access-request";
import { counted } from "@/contracts/words";

const hour = 3600;
const day = 24 * hour;

/** How long an old secret goes on, as it is chosen: one of a few, or a number of hours or days. */
export interface OverlapValues {
  overlap: "0" | "3600" | "86400" | "604800" | "other";
  overlapAmount: string;
  overlapUnit: "hours" | "days";
}

export const overlapChoices: ReadonlyArray<{ value: OverlapValues["overlap"]; label: string }> = [
  { value: "0", label: "None" },
  { value: "3600", label: "1 hour" },
  { value: "86400", label: "1 day" },
  { value: "604800", label: "7 days" },
  { value: "other", label: "Other" },
];

export const startOverlap: OverlapValues = { overlap: "86400", overlapAmount: "2", overlapUnit: "days" };

/** The choice that stands for so many seconds. */
export function overlapOf(seconds: number): OverlapValues {
  const listed = overlapChoices.find(({ value }) => value === String(seconds));
  if (listed) return { ...startOverlap, overlap: listed.value };
  const inDays = seconds % day === 0;
  const amount = Math.max(1, Math.round(seconds / (inDays ? day : hour)));
  return { overlap: "other", overlapAmount: String(amount), overlapUnit: inDays ? "days" : "hours" };
}

/** Seconds; null where the number is none. */
export function overlapSeconds(values: OverlapValues): number | null {
  if (values.overlap !== "other") return Number(values.overlap);
  if (!/^[1-9]\d{0,3}$/.test(values.overlapAmount)) return null;
  return Number(values.overlapAmount) * (values.overlapUnit === "days" ? day : hour);
}

export const overlapFields = {
  overlap: z.enum(["0", "3600", "86400", "604800", "other"]),
  overlapAmount: z.string(),
  overlapUnit: z.enum(["hours", "days"]),
};

/** What is wrong with the chosen overlap; null: nothing. */
export function overlapFault(values: OverlapValues): string | null {
  const seconds = overlapSeconds(values);
  if (seconds === null) return "Enter a whole number, from 1.";
  return seconds > longestOverlapSeconds ? "The old secret may go on for at most 30 days." : null;
}

/** "1 day", "36 hours", "90 minutes". */
export function spanWords(seconds: number): string {
  const [size, unit] =
    seconds % day === 0 ? [day, "day"] : seconds % hour === 0 ? [hour, "hour"] : [60, "minute"];
  return counted(Math.round(seconds / size), unit);
}

/** What becomes of the old secrets, as the approver reads it. */
export function overlapWords(seconds: number | null): string {
  if (seconds === null) return "Not chosen";
  return seconds === 0
    ? "Ends at the new one's first display"
    : `Goes on for ${spanWords(seconds)} after the new one's first display`;
}
