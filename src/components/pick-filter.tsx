"use client";

import { ListBox } from "@heroui/react/list-box";
import { Select } from "@heroui/react/select";
import { Check, ChevronDown } from "lucide-react";

interface PickFilterProps<Value extends string> {
  /** Names the filter for screen readers. */
  label: string;
  /** What stands there while nothing is chosen: "Any status". */
  any: string;
  options: readonly { value: Value; label: string }[];
  value: Value | null;
  onChange: (value: Value | null) => void;
}

const nothing = "any";

/** A filter in the head of a list: one of many, or any. */
export function PickFilter<Value extends string>(props: PickFilterProps<Value>) {
  const { label, any, options, value, onChange } = props;
  const items = [
    { key: nothing, label: any, value: null },
    ...options.map((option) => ({ key: `is-${option.value}`, ...option })),
  ];
  const chosen = items.find((item) => item.value === value) ?? items[0];
  return (
    <Select
      aria-label={label}
      value={chosen?.key}
      onChange={(key) => onChange(items.find((item) => item.key === key)?.value ?? null)}
    >
      <Select.Trigger className="min-w-32">
        <Select.Value>{chosen?.label}</Select.Value>
        <Select.Indicator>
          <ChevronDown />
        </Select.Indicator>
      </Select.Trigger>
      <Select.Popover>
        <ListBox>
          {items.map((item) => (
            <ListBox.Item key={item.key} id={item.key} textValue={item.label}>
              <span className="min-w-0 flex-1">{item.label}</span>
              {item === chosen ? <Check className="text-accent-text" /> : null}
            </ListBox.Item>
          ))}
        </ListBox>
      </Select.Popover>
    </Select>
  );
}
