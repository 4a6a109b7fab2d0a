"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { TextArea } from "@/components/text-area";
import { longestDropReason, shortestDropReason } from "@/contracts/review";
import { lineName, type ReviewLine } from "./review";

export interface Asked {
  answer: "keep" | "drop";
  lines: readonly ReviewLine[];
}

interface AnswerDialogProps {
  asked: Asked;
  onClose: () => void;
  onKeep: (lineIds: string[]) => Promise<string | null>;
  onDrop: (lineIds: string[], reason: string) => Promise<string | null>;
}

const named = (lines: readonly ReviewLine[]) => {
  const [first] = lines;
  return lines.length === 1 && first ? lineName(first) : `${lines.length} lines`;
};

/** The one confirmation of an answer; a drop says what ends, and why. */
export function AnswerDialog({ asked, onClose, onKeep, onDrop }: AnswerDialogProps) {
  const [reason, setReason] = useState("");
  const { answer, lines } = asked;
  const ids = lines.map(({ id }) => id);
  const what = named(lines);
  const close = (open: boolean) => (open ? undefined : onClose());
  if (answer === "keep") {
    return (
      <ConfirmDialog
        open
        onOpenChange={close}
        title={`Keep ${what}?`}
        confirmLabel={lines.length === 1 ? "Keep" : `Keep ${lines.length} lines`}
        cancelLabel="Not now"
        tone="primary"
        onConfirm={() => onKeep(ids)}
      >
        <p>
          {lines.length === 1
            ? "You say that it is still needed. Your name stands on record."
            : "You say that they are still needed. Your name stands on record, one entry a line."}
        </p>
      </ConfirmDialog>
    );
  }
  const confirm = async () =>
    reason.trim().length < shortestDropReason ? "Say why, in a few words." : onDrop(ids, reason.trim());
  return (
    <ConfirmDialog
      open
      onOpenChange={close}
      title={`Drop ${what}?`}
      confirmLabel={lines.length === 1 ? "Drop" : `Drop ${lines.length} lines`}
      cancelLabel="Not now"
      onConfirm={confirm}
    >
      <div className="stack-4">
        <p>{consequence(lines)}</p>
        <TextArea
          label="Reason"
          placeholder="The stores closed in March"
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={longestDropReason}
        />
      </div>
    </ConfirmDialog>
  );
}

function consequence(lines: readonly ReviewLine[]): string {
  const tokens = lines.filter(({ network }) => network === null).length;
  if (tokens === 0) return "From these addresses everything is refused at once. That is final.";
  return "Every call with a dropped token is refused at once, from all of its addresses. That is final: who still needs access asks for a new token.";
}
