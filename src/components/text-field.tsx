"use client";

import { Input } from "@heroui/react/input";
import { TextField as HeroTextField } from "@heroui/react/textfield";
import type { Ref } from "react";
import { cx } from "./cx";
import { FieldFrame, type FieldTexts, hintNearEnd } from "./field-frame";

export interface TextFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  type?: "text" | "email" | "password" | "search" | "url";
  autoComplete?: string;
  placeholder?: string;
  inputMode?: "text" | "email" | "numeric";
  maxLength?: number;
  /** Monospaced, for identifiers and secrets. */
  mono?: boolean;
  /** 40 px high, where the form is the whole page. */
  large?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  required?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { label, aside, hint, error, mono, large, placeholder, ref, disabled, required, ...field } = props;
  return (
    <HeroTextField
      {...field}
      fullWidth
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
    >
      <FieldFrame
        label={label}
        aside={aside}
        hint={hintNearEnd(hint, field.value, field.maxLength)}
        error={error}
      >
        <Input
          ref={ref}
          placeholder={placeholder}
          aria-required={required}
          spellCheck={mono ? false : undefined}
          className={cx(mono && "font-mono text-13!", large && "min-h-10")}
        />
      </FieldFrame>
    </HeroTextField>
  );
}
