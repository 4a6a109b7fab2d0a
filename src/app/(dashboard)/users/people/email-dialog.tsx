"use client";

import { useId, useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FieldMessage } from "@/components/field-message";
import { leadToFirstFault } from "@/components/first-fault";
import { TextArea } from "@/components/text-area";
import { TextField } from "@/components/text-field";
import { notify } from "@/components/toast";
import { longestReason } from "@/contracts/access-request";
import { changeEmailOfSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { ProofCancelled, useFreshProof } from "../../use-fresh-proof";
import type { Person } from "./person";

/** Another address for somebody whose mailbox is gone: their new one confirms, then a Security Admin approves. */
export function EmailDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const id = useId();
  const utils = trpc.useUtils();
  const change = trpc.users.changeEmail.useMutation();
  const proof = useFreshProof(`change the address of ${person.name}`);
  const [email, setEmail] = useState("");
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<{ email?: string; reason?: string; all?: string }>({});
  const send = async (form: HTMLFormElement) => {
    const input = changeEmailOfSchema.safeParse({ userId: person.id, email, reason });
    if (!input.success) {
      const first = (field: string) => input.error.issues.find((one) => one.path[0] === field)?.message;
      setFault({ email: first("email"), reason: first("reason") });
      return leadToFirstFault(form);
    }
    let cancelled = false;
    const refused = await refusalOf(() =>
      proof
        .run(() => change.mutateAsync(input.data))
        .catch((error: unknown) => {
          cancelled = error instanceof ProofCancelled;
          if (!cancelled) throw error;
        }),
    );
    setFault({ all: refused ?? undefined });
    if (refused || cancelled) return;
    notify.done("Both mailboxes were written to", { detail: `${input.data.email} has 24 hours to confirm.` });
    await utils.users.invalidate();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Another address for ${person.name}`}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={id} pending={change.isPending}>
            Ask for the change
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="stack-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <p className="text-text-2">
          For somebody who cannot read {person.email} any more. The new mailbox confirms by a link, then a
          Security Admin approves. {person.email} is told and can cancel.
        </p>
        <TextField
          label="New address"
          type="email"
          autoComplete="off"
          autoFocus
          value={email}
          onChange={setEmail}
          error={fault.email}
        />
        <TextArea
          label="Reason"
          hint="The Security Admin reads it, and it is part of what they sign."
          value={reason}
          onChange={setReason}
          maxLength={longestReason}
          error={fault.reason}
        />
        {fault.all ? <FieldMessage live>{fault.all}</FieldMessage> : null}
      </form>
      {proof.dialog}
    </Dialog>
  );
}
