"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { Checkbox } from "@/components/checkbox";
import { Dialog } from "@/components/dialog";
import { FieldMessage } from "@/components/field-message";
import { FormTextField } from "@/components/form-fields";
import { notify } from "@/components/toast";
import { roleFieldsSchema } from "@/contracts/people";
import { allPermissions, type Permission, permissions, securityPermissions } from "@/contracts/permissions";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { useFreshProof } from "../../use-fresh-proof";
import { ApprovalReason, askedWords } from "../approval-reason";
import { useApprovalReason } from "../use-approval-reason";
import type { Role } from "./role";

interface Values {
  name: string;
  description: string;
  permissions: Permission[];
}

/** Creates a role from permissions, or changes one's own. */
export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const id = useId();
  const utils = trpc.useUtils();
  const create = trpc.roles.create.useMutation();
  const change = trpc.roles.change.useMutation();
  const proof = useFreshProof(`change the role ${role?.name ?? ""}`);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { control, handleSubmit, watch, setValue, formState } = useForm<Values>({
    resolver: zodResolver(roleFieldsSchema) as never,
    defaultValues: {
      name: role?.name ?? "",
      description: role?.description ?? "",
      permissions: role?.permissions ?? [],
    },
  });
  const reason = useApprovalReason();
  const asked = watch("permissions").filter(
    (one) => securityPermissions.includes(one) && !role?.permissions.includes(one),
  );
  const save = handleSubmit(async (values) => {
    if (reason.missing()) return;
    const refused = await refusalOf(async () => {
      const fields = { ...values, reason: reason.given };
      const { waiting } = role
        ? await proof.run(() => change.mutateAsync({ ...fields, roleId: role.id }))
        : await create.mutateAsync(fields);
      notify.done(role ? `The role ${values.name} is saved` : `The role ${values.name} was created`, {
        detail: waiting ? askedWords(waiting.asked) : undefined,
      });
    });
    setRefusal(refused);
    if (refused) return;
    await utils.roles.invalidate();
    onClose();
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={role ? `Change ${role.name}` : "Create role"}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={id} pending={create.isPending || change.isPending}>
            {role ? "Save role" : "Create role"}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={save} className="stack-4">
        <FormTextField control={control} name="name" label="Name" autoComplete="off" autoFocus />
        <FormTextField control={control} name="description" label="What it is for" autoComplete="off" />
        <PermissionChoices
          value={watch("permissions")}
          waiting={role?.waiting?.add ?? []}
          onChange={(next) => setValue("permissions", next)}
        />
        {formState.errors.permissions ? (
          <FieldMessage>{formState.errors.permissions.message}</FieldMessage>
        ) : null}
        {asked.length > 0 ? (
          <ApprovalReason
            what={asked.map((one) => `"${permissions[one].label}"`).join(" and ")}
            {...reason.field}
          />
        ) : null}
        {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
      </form>
      {proof.dialog}
    </Dialog>
  );
}

interface PermissionChoicesProps {
  value: readonly Permission[];
  /** Asked for already. */
  waiting: readonly Permission[];
  onChange: (permissions: Permission[]) => void;
}

function PermissionChoices({ value, waiting, onChange }: PermissionChoicesProps) {
  const groups = [...new Set(allPermissions.map((one) => permissions[one].group))];
  return (
    <>
      {groups.map((group) => (
        <fieldset key={group} className="grid gap-2">
          <legend className="mb-1.5 font-medium text-13">{group}</legend>
          {allPermissions
            .filter((one) => permissions[one].group === group)
            .map((one) => (
              <Checkbox
                key={one}
                checked={value.includes(one)}
                disabled={waiting.includes(one)}
                detail={waiting.includes(one) ? "Waits for a Security Admin's approval." : undefined}
                onChange={(on) =>
                  onChange(allPermissions.filter((other) => (other === one ? on : value.includes(other))))
                }
              >
                {permissions[one].label}
              </Checkbox>
            ))}
        </fieldset>
      ))}
    </>
  );
}
