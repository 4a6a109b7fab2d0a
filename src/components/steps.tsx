import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

export interface Step {
  name: string;
  /** When and by whom, or what comes next. */
  detail: ReactNode;
}

interface StepsProps {
  label: string;
  steps: readonly Step[];
  /** Index of the present step; equal to the number of steps when all are done. */
  current: number;
  /** The present step ended badly: it is drawn in red, and nothing follows. */
  failed?: boolean;
}

type Stage = "done" | "now" | "failed" | "ahead";

/** A life in steps, in a row; narrow, in a column. */
export function Steps({ label, steps, current, failed = false }: StepsProps) {
  const stageOf = (index: number): Stage => {
    if (index !== current) return index < current ? "done" : "ahead";
    return failed ? "failed" : "now";
  };
  return (
    <ol aria-label={label} className="grid desk:auto-cols-fr desk:grid-flow-col">
      {steps.map((step, index) => (
        <StepItem key={step.name} step={step} number={index + 1} stage={stageOf(index)} />
      ))}
    </ol>
  );
}

const pins: Record<Stage, string> = {
  done: "border-live-solid bg-live-solid text-(--live-on-solid)",
  now: "border-accent bg-surface text-accent-text ring-4 ring-accent-soft",
  failed: "border-refused-solid bg-surface text-refused-solid ring-4 ring-refused-soft",
  ahead: "border-line-strong bg-surface text-text-3",
};

function StepItem({ step, number, stage }: { step: Step; number: number; stage: Stage }) {
  const present = stage === "now" || stage === "failed";
  return (
    <li
      aria-current={present ? "step" : undefined}
      className="group grid grid-cols-[22px_minmax(0,1fr)] gap-x-3 pb-3 last:pb-0 desk:block desk:pr-2 desk:pb-0"
    >
      <div className="flex flex-col items-center self-stretch desk:mb-2 desk:flex-row">
        <span
          className={cx(
            "grid size-[22px] flex-none place-items-center rounded-full border-[1.5px] font-semibold text-[11px]/none",
            pins[stage],
          )}
        >
          {stage === "done" ? <Check className="size-[13px] stroke-3" /> : null}
          {present ? <span className="size-2 rounded-full bg-current" /> : null}
          {stage === "ahead" ? number : null}
        </span>
        <span
          className={cx(
            "mt-1 -mb-2 w-0.5 flex-1 rounded-px group-last:hidden desk:my-0 desk:ml-2 desk:h-0.5 desk:w-auto",
            stage === "done" ? "bg-live-solid" : "bg-line",
          )}
        />
      </div>
      <div>
        <span className={cx("block font-medium text-[13px]/[18px]", stage === "ahead" && "text-text-2")}>
          {step.name}
          {stage === "done" ? <span className="sr-only"> (done)</span> : null}
        </span>
        <span className="block text-12 text-text-3">{step.detail}</span>
      </div>
    </li>
  );
}
