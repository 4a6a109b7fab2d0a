"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FieldMessage } from "./field-message";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the thing: "Revoke ST-7F3K-9Q2M?" */
  title: string;
  /** What ends with it. */
  children: ReactNode;
  /** Says what happens: "Revoke token". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "danger" | "primary";
  /** Resolves to null when done, or to the sentence that says why not. */
  onConfirm: () => Promise<string | null>;
}

/** The one confirmation of a final action. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    children,
    confirmLabel,
    cancelLabel = "Keep it",
    tone = "danger",
  } = props;
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (open) setError(null);
  }, [open]);

  const confirm = async () => {
    setPending(true);
    const refusal = await props.onConfirm().finally(() => setPending(false));
    setError(refusal);
    if (refusal === null) onOpenChange(false);
  };
  return (
    <Dialog
      alert
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      actions={
        <>
          <Button onPress={() => onOpenChange(false)} disabled={pending}>
            {cancelLabel}
          </Button>
          <Button variant={tone} onPress={confirm} pending={pending}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {error ? (
        <div className="mt-3">
          <FieldMessage live>{error}</FieldMessage>
        </div>
      ) : null}
    </Dialog>
  );
}
