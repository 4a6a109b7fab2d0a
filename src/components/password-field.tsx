"use client";

import { Input } from "@heroui/react/input";
import { TextField as HeroTextField } from "@heroui/react/textfield";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { cx } from "./cx";
import { FieldFrame } from "./field-frame";
import { IconButton } from "./icon-button";
import type { TextFieldProps } from "./text-field";

type PasswordFieldProps = Omit<TextFieldProps, "type" | "inputMode" | "placeholder"> & {
  /** What the eye shows and hides; "password" unless told. */
  noun?: string;
};

/** A password or secret, hidden until its eye is pressed. */
export function PasswordField(props: PasswordFieldProps) {
  const {
    label,
    aside,
    hint,
    error,
    mono,
    large,
    ref,
    disabled,
    required,
    noun = "password",
    ...field
  } = props;
  const [shown, setShown] = useState(false);
  return (
    <HeroTextField
      {...field}
      fullWidth
      type={shown ? "text" : "password"}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
    >
      <FieldFrame label={label} aside={aside} hint={hint} error={error}>
        <div className="relative">
          <Input
            ref={ref}
            aria-required={required}
            spellCheck={false}
            autoCapitalize="none"
            className={cx("w-full pe-10!", mono && "font-mono text-13!", large && "min-h-10")}
          />
          <IconButton
            label={shown ? `Hide the ${noun}` : `Show the ${noun}`}
            size="sm"
            onPress={() => setShown(!shown)}
            className="absolute inset-y-0 right-1 my-auto"
          >
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        </div>
      </FieldFrame>
    </HeroTextField>
  );
}
