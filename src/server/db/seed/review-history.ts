import "server-only";
import { people } from "./history";
import type { PastRequest } from "./past";

/** One answer that a person gave to lines of a round: a token's own, or that of one of its networks. */
export interface PastAnswer {
  by: string;
  daysLater: number;
  /** Why they were dropped; null: they were kept. */
  reason: string | null;
  lines: ReadonlyArray<{ reference: string; network?: string }>;
}

/** One line of a round with what became of it. */
export interface PastLine {
  request: PastRequest;
  networkId: string | null;
  network: string | null;
  answer: "kept" | "dropped" | "expired" | null;
  given: PastAnswer | null;
  answeredAt: Date | null;
}

export interface PastRound {
  id: string;
  openedAt: Date;
  deadlineAt: Date;
  closedAt: Date | null;
  lines: readonly PastLine[];
}

/**
 * What was answered in each round of the yearly review there was, the oldest first. Rounds open when the product would have
 * opened them; what nobody answered of one that is over was not attested, and of the open one it waits.
 */
export const pastAnswers: ReadonlyArray<readonly PastAnswer[]> = [
  [
    {
      by: people.otherAdmin,
      daysLater: 2.1,
      reason: null,
      lines: [
        { reference: "ST-5HJE-2C7T" },
        { reference: "ST-5HJE-2C7T", network: "198.51.100.64/27" },
        { reference: "ST-B2NX-94GY" },
        { reference: "ST-B2NX-94GY", network: "2001:db8:61::/120" },
      ],
    },
    {
      by: people.admin,
      daysLater: 5.2,
      reason: "The printers were taken out with the old counters.",
      lines: [{ reference: "ST-8TQ0-M6RA" }, { reference: "ST-8TQ0-M6RA", network: "203.0.113.40/29" }],
    },
    {
      by: people.otherAdmin,
      daysLater: 9.1,
      reason: "The night desk sits on floor 1 now; nobody calls from there.",
      lines: [{ reference: "ST-5HJE-2C7T", network: "198.51.100.96/28" }],
    },
  ],
  [
    {
      by: people.otherAdmin,
      daysLater: 1.6,
      reason: null,
      lines: [{ reference: "ST-92BC-KJ5A" }, { reference: "ST-92BC-KJ5A", network: "2001:db8:40::/120" }],
    },
  ],
];
