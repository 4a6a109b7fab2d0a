import { counted } from "@/contracts/words";
import type { RouterOutputs } from "@/trpc/client";
import { plainNetwork } from "../settings/program/api/plain-network";

export type Review = RouterOutputs["reviews"]["show"];
export type Round = NonNullable<Review["round"]>;
export type ReviewLine = RouterOutputs["reviews"]["lines"]["lines"][number];

export const isOpen = ({ closedAt, daysLeft }: Pick<Round, "closedAt" | "daysLeft">) =>
  closedAt === null && daysLeft > 0;

/** "23 of 40 answered, 12 days left". */
export function progressWords({ counts, closedAt, daysLeft }: Round): string {
  const { tokens, networks, unanswered } = counts;
  const all = tokens + networks;
  const answered = `${(all - unanswered).toLocaleString("en")} of ${all.toLocaleString("en")} answered`;
  if (closedAt) {
    return `${counted(tokens, "token")} and ${counted(networks, "Approved IP")}`;
  }
  return daysLeft > 0 ? `${answered}, ${counted(daysLeft, "day")} left` : `${answered}; the rest expires now`;
}

/** What a line is about, as its buttons and dialogs name it. */
export const lineName = ({ network, reference }: ReviewLine) =>
  network ? `${plainNetwork(network)} of ${reference}` : reference;

/** What still waits for the reader's answer. */
export const mayKeep = ({ state, mine }: ReviewLine) => state === "unanswered" && !mine;
