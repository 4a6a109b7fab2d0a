"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Dialog } from "@/components/dialog";
import { FieldMessage } from "@/components/field-message";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import type { Person, PersonChange } from "./person";
import { RoleChoices } from "./role-choices";

interface PersonDialogsProps {
  change: PersonChange | null;
  onClose: () => void;
}

/** One change of one person at a time, each with its own question. */
export function PersonDialogs({ change, onClose }: PersonDialogsProps) {
  const utils = trpc.useUtils();
  const disable = trpc.users.disable.useMutation();
  const enable = trpc.users.enable.useMutation();
  const resend = trpc.users.resendInvitation.useMutation();
  if (!change) return null;
  const { kind, person } = change;
  if (kind === "roles") return <RolesDialog key={person.id} person={person} onClose={onClose} />;
  const one = { userId: person.id };
  const run = (act: () => Promise<unknown>, done: string) => async () => {
    const refused = await refusalOf(act);
    if (refused === null) notify.done(done);
    await utils.users.invalidate();
    return refused;
  };
  const shared = { open: true, onOpenChange: (open: boolean) => (open ? undefined : onClose()) };
  if (kind === "disable") {
    return (
      <ConfirmDialog
        {...shared}
        title={`Disable ${person.name}?`}
        confirmLabel="Disable user"
        onConfirm={run(() => disable.mutateAsync(one), `${person.name} was disabled`)}
      >
        Their sessions end at once. Their open requests, and approved tokens they have not displayed, are
        voided; live tokens stay, since they belong to the program.
      </ConfirmDialog>
    );
  }
  const enabling = kind === "enable";
  return (
    <ConfirmDialog
      {...shared}
      tone="primary"
      cancelLabel="Cancel"
      title={enabling ? `Enable ${person.name}?` : `Send ${person.name} the invitation again?`}
      confirmLabel={enabling ? "Enable user" : "Send invitation"}
      onConfirm={
        enabling
          ? run(() => enable.mutateAsync(one), `${person.name} was enabled`)
          : run(() => resend.mutateAsync(one), `The invitation is on its way to ${person.email}`)
      }
    >
      {enabling
        ? "They can sign in again with the roles they had."
        : "A new link goes to their mailbox, and the one before stops working."}
    </ConfirmDialog>
  );
}

function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const utils = trpc.useUtils();
  const assign = trpc.users.assignRoles.useMutation();
  const [roleIds, setRoleIds] = useState<readonly string[]>(person.roles.map((role) => role.id));
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = async () => {
    const refused = await refusalOf(() => assign.mutateAsync({ userId: person.id, roleIds: [...roleIds] }));
    setRefusal(refused);
    await utils.users.invalidate();
    if (refused) return;
    notify.done(`The roles of ${person.name} hold from now on`);
    onClose();
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
        <RoleChoices value={roleIds} onChange={setRoleIds} />
        {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
      </div>
    </Dialog>
  );
}
