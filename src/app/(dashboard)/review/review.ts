import { counted } from "@/contracts/words";
import type { RouterOutputs } from "@/trpc/client";
import { plainNetwork } from "../settings/program/api/plain-network";

export type Review = RouterOutputs["reviews"]["show"];
export type Round = NonNullable<Review["round"]>;
export type ReviewLine = RouterOutputs["reviews"]["lines"]["lines"][number];

export const isOpen = ({ closedAt, daysLeft }: Pick<Round, "closedAt" | "daysLeft">) =>
  closedAt === null && daysLeft > 0;

/** How many lines there are, and how many have no answer: after the end, those that expired for want of one. */
export function linesOf({ counts, closedAt }: Pick<Round, "counts" | "closedAt">) {
  const { tokens, networks, unanswered, answers } = counts;
  return { all: tokens + networks, left: closedAt ? answers.expired : unanswered };
}

/** "Open: 23 of 40 answered, 12 days left", or "Over: 38 of 40 answered". */
export function progressWords({
  counts,
  closedAt,
  daysLeft,
}: Pick<Round, "counts" | "closedAt" | "daysLeft">): string {
  const { all, left } = linesOf({ counts, closedAt });
  const answered = `${(all - left).toLocaleString("en")} of ${all.toLocaleString("en")} answered`;
  if (closedAt) return `Over: ${answered}`;
  return daysLeft > 0
    ? `Open: ${answered}, ${counted(daysLeft, "day")} left`
    : `Ending: ${answered}; the rest expires now`;
}

/** What a line is about, as its buttons and dialogs name it. */
export const lineName = ({ network, reference }: ReviewLine) =>
  network ? `${plainNetwork(network)} of ${reference}` : reference;

/** What still waits for the reader's answer. */
export const mayKeep = ({ state, mine }: ReviewLine) => state === "unanswered" && !mine;
