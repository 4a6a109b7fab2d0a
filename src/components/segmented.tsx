"use client";

import { ToggleButton } from "@heroui/react/toggle-button";
import { ToggleButtonGroup } from "@heroui/react/toggle-button-group";
import { cx } from "./cx";

export interface Segment<Value extends string> {
  value: Value;
  label: string;
  count?: number;
}

interface SegmentedProps<Value extends string> {
  label: string;
  options: readonly Segment<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** Takes the whole width, in equal parts. */
  stretch?: boolean;
}

/** One of a few, all in view: a filter, a span of time. Arrow keys move in it. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  stretch,
}: SegmentedProps<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        const option = options.find((one) => one.value === key);
        if (option) onChange(option.value);
      }}
      className={cx(
        "max-w-full rounded-lg border border-line bg-surface-2 p-0.5",
        stretch ? "flex" : "inline-flex",
      )}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          id={option.value}
          className={cx(
            "h-[26px] rounded-md px-2 font-medium text-[12.5px]/[26px] text-text-2 whitespace-nowrap hover:text-text desk:px-2.5",
            "data-[selected=true]:bg-surface data-[selected=true]:text-text data-[selected=true]:shadow-[0_0_0_1px_var(--line),var(--shadow-1)]",
            "data-[focus-visible=true]:outline-2 data-[focus-visible=true]:outline-focus",
            stretch && "flex-1 justify-center text-center",
          )}
        >
          {option.label}
          {option.count === undefined ? null : ` ${option.count.toLocaleString("en")}`}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
