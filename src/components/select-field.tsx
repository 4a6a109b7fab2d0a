"use client";

import { ListBox } from "@heroui/react/list-box";
import { Select } from "@heroui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { FieldFrame, type FieldTexts } from "./field-frame";

export interface SelectOption {
  value: string;
  label: string;
  detail?: ReactNode;
}

export interface SelectFieldProps extends FieldTexts {
  options: readonly SelectOption[];
  value: string | null;
  onChange: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  placeholder?: string;
  disabled?: boolean;
}

/** One of a few. */
export function SelectField(props: SelectFieldProps) {
  const { label, aside, hint, error, options, value, onChange, onBlur, name, placeholder, disabled } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    <Select
      fullWidth
      name={name}
      value={value}
      onChange={(key) => onChange(String(key))}
      onBlur={onBlur}
      placeholder={placeholder}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
    >
      <FieldFrame label={label} aside={aside} hint={hint} error={error}>
        <Select.Trigger>
          <Select.Value>{chosen?.label ?? placeholder}</Select.Value>
          <Select.Indicator>
            <ChevronDown />
          </Select.Indicator>
        </Select.Trigger>
      </FieldFrame>
      <Select.Popover>
        <ListBox>
          {options.map((option) => (
            <ListBox.Item key={option.value} id={option.value} textValue={option.label}>
              <span className="min-w-0 flex-1">
                {option.label}
                {option.detail ? <span className="block text-12 text-text-3">{option.detail}</span> : null}
              </span>
              {option.value === value ? <Check className="text-accent-text" /> : null}
            </ListBox.Item>
          ))}
        </ListBox>
      </Select.Popover>
    </Select>
  );
}
