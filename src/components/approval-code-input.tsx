"use client";

import { InputOTP } from "@heroui/react/input-otp";
import { type ReactNode, useId } from "react";
import { codeLength } from "@/contracts/approval-code";
import { FieldMessage } from "./field-message";
import { readApprovalCode } from "./read-approval-code";

export interface ApprovalCodeInputProps {
  value: string;
  /** Gets no more characters than a code has, upper case, without the dash. */
  onChange: (code: string) => void;
  onComplete?: (code: string) => void;
  label?: ReactNode;
  /** "Send again", at the end of the label's line. */
  aside?: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
}

const half = codeLength / 2;
const slots = Array.from({ length: half }, (_, slot) => slot);

/** The field adds a style element of its own, which the page's policy allows by its nonce alone. */
function pageNonce(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
}

/** The approval code: five and five characters, typed or pasted. */
export function ApprovalCodeInput(props: ApprovalCodeInputProps) {
  const { value, onChange, onComplete, label = "Approval code", aside, hint, error, disabled } = props;
  const id = useId();
  const change = (text: string) => onChange(readApprovalCode(text));
  return (
    <div className="stack-2">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-medium text-13">
          {label}
        </label>
        {aside ? <span className="text-12">{aside}</span> : null}
      </div>
      <InputOTP
        id={id}
        maxLength={codeLength}
        value={value}
        onChange={change}
        onComplete={(text: string) => onComplete?.(readApprovalCode(text))}
        pasteTransformer={readApprovalCode}
        pattern="^[0-9A-Za-z]*$"
        inputMode="text"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        pushPasswordManagerStrategy="none"
        noScriptCSSFallback={null}
        nonce={pageNonce()}
        isDisabled={disabled}
        isInvalid={Boolean(error)}
        aria-invalid={Boolean(error)}
        aria-describedby={error ? `${id}-error` : `${id}-hint`}
      >
        <InputOTP.Group>
          {slots.map((slot) => (
            <InputOTP.Slot key={slot} index={slot} />
          ))}
        </InputOTP.Group>
        <InputOTP.Separator />
        <InputOTP.Group>
          {slots.map((slot) => (
            <InputOTP.Slot key={slot} index={slot + half} />
          ))}
        </InputOTP.Group>
      </InputOTP>
      {error ? (
        <FieldMessage id={`${id}-error`} live>
          {error}
        </FieldMessage>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-12 text-text-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
