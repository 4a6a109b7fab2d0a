import type { ReactNode } from "react";
import { cx } from "./cx";
import { type State, StateIcon } from "./state-icon";

const tones: Record<State, string> = {
  live: "border-live-line bg-live-soft text-live",
  pending: "border-pending-line bg-pending-soft text-pending",
  expiring: "border-expiring-line bg-expiring-soft text-expiring",
  refused: "border-refused-line bg-refused-soft text-refused",
  ended: "border-ended-line bg-ended-soft text-ended",
  "not-begun": "border-ended-line bg-ended-soft text-ended",
  shown: "border-accent-line bg-accent-soft text-accent-text",
};

const words: Record<State, string> = {
  live: "Live",
  pending: "Pending",
  expiring: "Expiring",
  refused: "Refused",
  ended: "Ended",
  "not-begun": "Not submitted",
  shown: "Displayed",
};

/** A state as colour, icon and word, always all three; `children` replaces the usual word. */
export function StateChip({ state, children }: { state: State; children?: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-[22px] items-center gap-[5px] rounded-full border pr-2 pl-1.5 font-medium text-12 whitespace-nowrap",
        tones[state],
      )}
    >
      <StateIcon state={state} className="size-[13px]" />
      {children ?? words[state]}
    </span>
  );
}
