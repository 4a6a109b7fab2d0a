import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Label } from "@heroui/react/label";
import type { ReactNode } from "react";
import { FieldMessage } from "./field-message";

export interface FieldTexts {
  label: ReactNode;
  /** Quiet words or a link at the end of the label's line. */
  aside?: ReactNode;
  /** Stays below, also beside an error. */
  hint?: ReactNode;
  /** Says what is wrong with this value. */
  error?: ReactNode;
}

/** From this length on a field says how much more it holds. */
const counts = 60;

/** The hint, or near its end how many characters a text may still grow by. */
export function hintNearEnd(hint: ReactNode, value: string, most: number | undefined): ReactNode {
  if (most === undefined || most < counts || value.length < most * 0.85) return hint;
  const left = most - value.length;
  return (
    <>
      {hint}
      <span role="status" className="block tabular-nums">
        {left === 0 ? `Full: it holds ${most.toLocaleString("en")} characters` : `${left} characters left`}
      </span>
    </>
  );
}

/** Label above, then the control, the error and the hint; inside a field of the library, which ties them together. */
export function FieldFrame({ label, aside, hint, error, children }: FieldTexts & { children: ReactNode }) {
  return (
    <>
      <span className="flex flex-wrap items-baseline justify-between gap-x-2">
        <Label>{label}</Label>
        {aside ? <span className="text-12 text-text-3">{aside}</span> : null}
      </span>
      {children}
      {error ? (
        <FieldError>
          <FieldMessage>{error}</FieldMessage>
        </FieldError>
      ) : null}
      {hint ? <Description>{hint}</Description> : null}
    </>
  );
}
