"use client";

import { type FormEvent, useEffect, useId, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { PasswordField } from "./password-field";

interface PasswordProofDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it is asked for: "approve ST-7F3K-9Q2M", "display the secret". */
  purpose: string;
  /** Under the field: the password that everybody has in a demonstration. */
  hint?: string;
  /** Resolves to null when proven, or to the sentence that says what is wrong. */
  onSubmit: (password: string) => Promise<string | null>;
}

/** Asks for the password again: a fresh proof before deciding or displaying. */
export function PasswordProofDialog(props: PasswordProofDialogProps) {
  const { open, onOpenChange, purpose, hint, onSubmit } = props;
  const form = useId();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  useEffect(() => {
    if (open) return;
    setPassword("");
    setError(null);
  }, [open]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password === "") return setError("Enter your password.");
    setPending(true);
    const refusal = await onSubmit(password).finally(() => setPending(false));
    setError(refusal);
    if (refusal === null) onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title="Confirm that it is you"
      actions={
        <>
          <Button onPress={() => onOpenChange(false)} disabled={pending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={form} pending={pending}>
            Continue
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="stack-4">
        <p>Enter your password to {purpose}. It counts for 5 minutes.</p>
        <PasswordField
          label="Password"
          hint={hint}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={setPassword}
          error={error}
        />
      </form>
    </Dialog>
  );
}
