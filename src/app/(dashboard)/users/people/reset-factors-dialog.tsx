"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { resetFactorsSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { useFreshProof } from "../../use-fresh-proof";
import { ApprovalReason, askedWords } from "../approval-reason";
import type { Person } from "./person";

/** For somebody who lost every second factor: a Security Admin is asked to remove them, so that new ones can be set up. */
export function ResetFactorsDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const utils = trpc.useUtils();
  const reset = trpc.users.resetFactors.useMutation();
  const proof = useFreshProof(`ask for a reset for ${person.name}`);
  const [reason, setReason] = useState("");
  const ask = async () => {
    const input = resetFactorsSchema.safeParse({ userId: person.id, reason });
    if (!input.success) return input.error.issues[0]?.message ?? "Give a reason.";
    const refused = await refusalOf(async () => {
      const { asked } = await proof.run(() => reset.mutateAsync(input.data));
      notify.done("The request is sent", { detail: askedWords(asked) });
    });
    await utils.accessRequests.invalidate();
    return refused;
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      tone="primary"
      cancelLabel="Not now"
      title={`Reset the second factors of ${person.name}?`}
      confirmLabel="Ask for the reset"
      onConfirm={ask}
    >
      <span className="stack-4">
        <span>
          Every second factor and recovery code of theirs goes, and their sessions end. Make sure that it is
          they who ask: whoever knows their password could then set up a factor of their own.
        </span>
        <ApprovalReason what="the reset" value={reason} onChange={setReason} />
        {proof.dialog}
      </span>
    </ConfirmDialog>
  );
}
