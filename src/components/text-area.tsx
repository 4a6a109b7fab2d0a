"use client";

import { TextArea as HeroTextArea } from "@heroui/react/textarea";
import { TextField as HeroTextField } from "@heroui/react/textfield";
import type { Ref } from "react";
import { FieldFrame, type FieldTexts, hintNearEnd } from "./field-frame";

export interface TextAreaProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  placeholder?: string;
  rows?: number;
  maxLength?: number;
  disabled?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Some lines of text; it grows with what is written. */
export function TextArea(props: TextAreaProps) {
  const { label, aside, hint, error, placeholder, rows = 2, ref, disabled, ...field } = props;
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
        <HeroTextArea ref={ref} rows={rows} placeholder={placeholder} />
      </FieldFrame>
    </HeroTextField>
  );
}
