import type { ReactNode } from "react";
import { cx } from "./cx";

export type State = "live" | "pending" | "expiring" | "refused" | "ended" | "not-begun" | "shown";

const shapes: Record<State, ReactNode> = {
  live: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.5 8.2 1.8 1.8 3.2-3.8" />
    </>
  ),
  pending: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray="2.6 2.1" />
      <path d="M8 5.2V8l1.8 1.2" />
    </>
  ),
  expiring: <path d="M4.5 2.5h7M4.5 13.5h7M5.5 2.5v2.3L8 8l2.5-3.2V2.5M5.5 13.5v-2.3L8 8l2.5 3.2v2.3" />,
  refused: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m3.9 3.9 8.2 8.2" />
    </>
  ),
  ended: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.5 8h5" />
    </>
  ),
  "not-begun": <circle cx="8" cy="8" r="6" />,
  shown: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
};

/** The icon of a state; always beside its word, so hidden from screen readers. */
export function StateIcon({ state, className }: { state: State; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx("size-4 flex-none", className)}
    >
      {shapes[state]}
    </svg>
  );
}
