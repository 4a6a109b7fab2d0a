"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { FieldMessage } from "@/components/field-message";
import { FormTextField } from "@/components/form-fields";
import { notify } from "@/components/toast";
import { changeEmailSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { ProofCancelled, useFreshProof } from "../../use-fresh-proof";

interface EmailFormProps {
  needsApproval: boolean;
  /** An unconfirmed change is open, which a new one ends. */
  replaces: boolean;
}

/** Asks for another address; both mailboxes get a link. */
export function EmailForm({ needsApproval, replaces }: EmailFormProps) {
  const utils = trpc.useUtils();
  const change = trpc.account.changeEmail.useMutation();
  const proof = useFreshProof("change your address");
  const [refusal, setRefusal] = useState<string | null>(null);
  const { control, handleSubmit, reset } = useForm({
    resolver: zodResolver(changeEmailSchema),
    defaultValues: { email: "" },
  });
  const send = handleSubmit(async (values) => {
    let cancelled = false;
    const refused = await refusalOf(() =>
      proof
        .run(() => change.mutateAsync(values))
        .catch((error: unknown) => {
          cancelled = error instanceof ProofCancelled;
          if (!cancelled) throw error;
        }),
    );
    setRefusal(refused);
    if (refused || cancelled) return;
    reset();
    notify.done("Both mailboxes were written to", { detail: "Open the link in each within 24 hours." });
    await utils.account.emailChange.invalidate();
  });
  return (
    <form noValidate onSubmit={send} className="stack-4 max-w-[420px]">
      <FormTextField
        control={control}
        name="email"
        type="email"
        label={replaces ? "Another address instead" : "New address"}
        hint={
          needsApproval
            ? "Both mailboxes confirm within 24 hours, then a Security Admin approves. Your sessions end with the change."
            : "Both mailboxes confirm within 24 hours. Your sessions end with the change."
        }
        autoComplete="email"
      />
      {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
      <div>
        <Button type="submit" pending={change.isPending}>
          Change address
        </Button>
      </div>
      {proof.dialog}
    </form>
  );
}
