"use client";

import { type ReactNode, useId } from "react";
import { type Scope, scopes, scopeWords } from "@/contracts/scopes";
import { CheckboxBox } from "./checkbox";
import { FieldMessage } from "./field-message";

export interface ScopePickerProps {
  label?: ReactNode;
  value: readonly Scope[];
  onChange: (value: Scope[]) => void;
  error?: ReactNode;
  hint?: ReactNode;
  /** A sixth card, a link to a preview for instance. */
  extra?: ReactNode;
  disabled?: boolean;
}

/** What a token may read: a card a scope, in the order of every screen. */
export function ScopePicker({
  label = "What it may read",
  value,
  onChange,
  error,
  hint,
  extra,
  disabled,
}: ScopePickerProps) {
  const id = useId();
  const toggle = (scope: Scope, on: boolean) =>
    onChange(scopes.filter((one) => (one === scope ? on : value.includes(one))));
  return (
    <fieldset className="grid min-w-0 gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1.5 font-medium text-13">{label}</legend>
      <div className="grid gap-2 desk:grid-cols-3">
        {scopes.map((scope) => (
          <label
            key={scope}
            htmlFor={`${id}-${scope}`}
            className="flex min-w-0 gap-2.5 rounded-lg border border-line px-2.5 py-2 has-checked:border-accent-line has-checked:bg-accent-soft has-disabled:opacity-60"
          >
            <CheckboxBox
              id={`${id}-${scope}`}
              checked={value.includes(scope)}
              onChange={(on) => toggle(scope, on)}
              disabled={disabled}
              value={scope}
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium font-mono text-[12.5px]/[18px] tracking-[-0.02em]">
                {scope}
              </span>
              <span className="block text-12 text-text-3 in-[label:has(:checked)]:text-text-2">
                {scopeWords[scope].summary}
              </span>
            </span>
          </label>
        ))}
        {extra}
      </div>
      {error ? <FieldMessage id={`${id}-error`}>{error}</FieldMessage> : null}
      {hint ? <p className="text-12 text-text-3">{hint}</p> : null}
    </fieldset>
  );
}
