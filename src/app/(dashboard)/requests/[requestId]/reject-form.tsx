"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { TextArea } from "@/components/text-area";
import { longestRejection, shortestRejection } from "@/contracts/access-request";
import { type RequestDetail, requestName } from "./request-detail";
import type { Refused } from "./use-decision";

interface RejectFormProps {
  request: RequestDetail;
  onReject: (note: string) => Promise<Refused | null>;
  disabled: boolean;
}

/** Rejecting takes a note for the requester, no code, and one confirmation. */
export function RejectForm({ request, onReject, disabled }: RejectFormProps) {
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [confirming, setConfirming] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const firstName = request.requester.name.split(" ")[0];

  const ask = () => {
    if (note.trim().length < shortestRejection) {
      setError(`Tell ${firstName} why, in a few words.`);
      field.current?.focus();
      return;
    }
    setConfirming(true);
  };
  return (
    <div className="stack-2">
      <TextArea
        ref={field}
        label="Or reject, with a note"
        aside="no code needed"
        placeholder={`Tell ${firstName} what to change`}
        value={note}
        onChange={(next) => {
          setNote(next);
          setError(null);
        }}
        error={error}
        maxLength={longestRejection}
      />
      <Button variant="danger" block disabled={disabled} onPress={ask}>
        Reject request
      </Button>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Reject ${requestName(request)}?`}
        confirmLabel="Reject request"
        cancelLabel="Keep it open"
        onConfirm={async () => (await onReject(note.trim()))?.message ?? null}
      >
        “{request.purpose}” is refused, and {request.requester.name} is told with your note. This is final;{" "}
        {firstName} can submit anew.
      </ConfirmDialog>
    </div>
  );
}
