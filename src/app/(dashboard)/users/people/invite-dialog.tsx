"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FieldMessage } from "@/components/field-message";
import { FormTextField } from "@/components/form-fields";
import { notify } from "@/components/toast";
import { inviteUserSchema } from "@/contracts/people";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { askedWords } from "../approval-reason";
import { useApprovalReason } from "../use-approval-reason";
import { RoleChoices } from "./role-choices";

interface InviteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Invites a person by e-mail; they choose their own password. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const id = useId();
  const utils = trpc.useUtils();
  const invite = trpc.users.invite.useMutation();
  const [refusal, setRefusal] = useState<string | null>(null);
  const { control, handleSubmit, reset, watch, setValue } = useForm({
    resolver: zodResolver(inviteUserSchema),
    defaultValues: { name: "", email: "", roleIds: [] as string[] },
  });
  const reason = useApprovalReason();
  const send = handleSubmit(async (values) => {
    if (reason.missing()) return;
    const refused = await refusalOf(async () => {
      const { waiting } = await invite.mutateAsync({ ...values, reason: reason.given });
      const sent = `The link is on its way to ${values.email}.`;
      notify.done(`${values.name} was invited`, {
        detail: waiting ? `${sent} ${askedWords(waiting.asked)}` : sent,
      });
    });
    setRefusal(refused);
    if (refused) return;
    await utils.users.invalidate();
    reset();
    reason.clear();
    onOpenChange(false);
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite user"
      actions={
        <>
          <Button onPress={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form={id} pending={invite.isPending}>
            Send invitation
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={send} className="stack-4">
        <FormTextField control={control} name="name" label="Name" autoComplete="off" autoFocus />
        <FormTextField control={control} name="email" type="email" label="E-mail" autoComplete="off" />
        <RoleChoices
          value={watch("roleIds")}
          onChange={(roleIds) => setValue("roleIds", roleIds)}
          reason={reason.field}
        />
        {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
      </form>
    </Dialog>
  );
}
