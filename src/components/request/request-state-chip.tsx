"use client";

import type { RequestState } from "@/contracts/access-request";
import type { Moment } from "../format-time";
import { StateChip } from "../state-chip";
import type { State } from "../state-icon";
import { useNow } from "./use-now";

const looks: Record<RequestState, { state: State; word: string }> = {
  pending: { state: "pending", word: "Pending" },
  approved: { state: "live", word: "Approved" },
  rejected: { state: "refused", word: "Rejected" },
  withdrawn: { state: "ended", word: "Withdrawn" },
  expired: { state: "ended", word: "Expired" },
  voided: { state: "ended", word: "Voided" },
};

export const requestStateWords = Object.fromEntries(
  Object.entries(looks).map(([state, { word }]) => [state, word]),
) as Record<RequestState, string>;

const sameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString();

/** A request's state; a pending one whose last day this is says so. */
export function RequestStateChip({ state, expiresAt }: { state: RequestState; expiresAt: Moment }) {
  const now = useNow();
  const look = looks[state];
  if (state === "pending" && now && sameDay(new Date(expiresAt), now)) {
    return <StateChip state="expiring">Lapses today</StateChip>;
  }
  return <StateChip state={look.state}>{look.word}</StateChip>;
}
