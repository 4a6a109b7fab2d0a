"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FieldMessage } from "@/components/field-message";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { useFreshProof } from "../../use-fresh-proof";
import { askedWords } from "../approval-reason";
import { useApprovalReason } from "../use-approval-reason";
import type { Person } from "./person";
import { RoleChoices } from "./role-choices";

/** Gives a person exactly the chosen roles; security roles are asked for. */
export function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const utils = trpc.useUtils();
  const assign = trpc.users.assignRoles.useMutation();
  const proof = useFreshProof(`change the roles of ${person.name}`);
  const held = person.roles.map((role) => role.id);
  const [roleIds, setRoleIds] = useState<readonly string[]>(held);
  const reason = useApprovalReason();
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = async () => {
    if (reason.missing()) return;
    const refused = await refusalOf(async () => {
      const input = { userId: person.id, roleIds: [...roleIds], reason: reason.given };
      const { waiting } = await proof.run(() => assign.mutateAsync(input));
      notify.done(`The roles of ${person.name} are saved`, {
        detail: waiting ? askedWords(waiting.asked) : undefined,
      });
    });
    setRefusal(refused);
    await utils.users.invalidate();
    if (!refused) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Roles of ${person.name}`}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={save} pending={assign.isPending}>
            Save roles
          </Button>
        </>
      }
    >
      <div className="stack-4">
        <RoleChoices
          value={roleIds}
          onChange={setRoleIds}
          reason={reason.field}
          held={held}
          waiting={person.waiting?.roles.map((role) => role.id)}
        />
        {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
        {proof.dialog}
      </div>
    </Dialog>
  );
}
