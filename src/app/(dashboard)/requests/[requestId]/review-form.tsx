"use client";

import { useRef, useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { ProofCancelled, useFreshProof } from "@/app/(dashboard)/use-fresh-proof";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FieldMessage } from "@/components/field-message";
import { Segmented } from "@/components/segmented";
import { TextArea } from "@/components/text-area";
import { notify } from "@/components/toast";
import {
  closeReviewInput,
  type Finding,
  findings,
  findingWords,
  longestReviewNote,
} from "@/contracts/emergency-access";
import { trpc } from "@/trpc/client";

const options = findings.map((value) => ({ value, label: findingWords[value] }));

/** Closes the review with what was found; once, and for good. */
export function ReviewForm({ requestId, oneOfTwo }: { requestId: string; oneOfTwo: boolean }) {
  const [finding, setFinding] = useState<Finding>("justified");
  const [note, setNote] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const proof = useFreshProof("close this review");
  const close = trpc.emergencyAccess.close.useMutation();
  const utils = trpc.useUtils();
  const send = async () => {
    if (close.isPending) return;
    const input = closeReviewInput.safeParse({ requestId, finding, note });
    if (!input.success) {
      setFault(input.error.issues[0]?.message ?? "Say what you found.");
      field.current?.focus();
      return;
    }
    let cancelled = false;
    const error = await refusalOf(() =>
      proof
        .run(() => close.mutateAsync(input.data))
        .catch((problem: unknown) => {
          if (!(problem instanceof ProofCancelled)) throw problem;
          cancelled = true;
        }),
    );
    if (cancelled) return;
    setRefused(error);
    await Promise.all([
      utils.emergencyAccess.invalidate(),
      utils.accessRequests.get.invalidate({ requestId }),
    ]);
    if (!error) notify.done("The review is closed.");
  };
  return (
    <>
      {oneOfTwo ? (
        <Alert tone="expiring" title="You are one of the two">
          There is nobody else with a security role. You may close it, and the record says so.
        </Alert>
      ) : null}
      <Segmented label="What you found" stretch options={options} value={finding} onChange={setFinding} />
      <TextArea
        ref={field}
        label="Note"
        placeholder="What you looked at, and why it was right or not"
        value={note}
        onChange={(next) => {
          setNote(next);
          setFault(null);
        }}
        error={fault}
        rows={3}
        maxLength={longestReviewNote}
      />
      {refused ? <FieldMessage live>{refused}</FieldMessage> : null}
      <Button variant="primary" pending={close.isPending} onPress={() => void send()}>
        Close the review
      </Button>
      {proof.dialog}
    </>
  );
}
