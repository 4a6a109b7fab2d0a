"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Skeleton } from "@/components/skeleton";
import { notify } from "@/components/toast";
import { counted } from "@/contracts/words";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { useFreshProof } from "../../use-fresh-proof";
import type { Person } from "./person";

type Leaving = RouterOutputs["users"]["leaving"];

/** Disables a person, after showing what ends with the account and what stays. */
export function DisableDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const utils = trpc.useUtils();
  const disable = trpc.users.disable.useMutation();
  const proof = useFreshProof(`disable ${person.name}`);
  const { data: leaving } = trpc.users.leaving.useQuery({ userId: person.id });
  const confirm = async () => {
    const refused = await refusalOf(async () => {
      await proof.run(() => disable.mutateAsync({ userId: person.id }));
      notify.done(`${person.name} was disabled`);
    });
    await utils.users.invalidate();
    return refused;
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Disable ${person.name}?`}
      confirmLabel="Disable user"
      cancelLabel="Not now"
      onConfirm={confirm}
    >
      {leaving ? <LeavingLists leaving={leaving} /> : <Skeleton className="h-32" />}
      {proof.dialog}
    </ConfirmDialog>
  );
}

function LeavingLists({ leaving }: { leaving: Leaving }) {
  const { openRequests, undisplayed, live, sessions, codes, securityRoles } = leaving;
  const ends = [
    sessions > 0 && counted(sessions, "open session"),
    codes > 0 && counted(codes, "approval code they could still use", "approval codes they could still use"),
    ...securityRoles.map((role) => `The role ${role}, which comes back by a Security Admin alone`),
    ...openRequests.map(({ purpose }) => `Their open request: ${purpose}`),
    ...undisplayed.map(({ reference, title }) => `${reference}, approved and never displayed: ${title}`),
  ].filter((one) => one !== false);
  return (
    <div className="stack-4 text-13">
      <List title="Ends at once">{ends.length > 0 ? ends : ["The account; nothing else is open."]}</List>
      {live.length > 0 ? (
        <List title="Stays, and is flagged in API Settings">
          {live.map(({ reference, title }) => `${reference}: ${title}`)}
        </List>
      ) : null}
      {live.length > 0 ? (
        <p className="text-text-2">
          Live tokens belong to the program. Whoever saw a secret may still know it: rotate it.
        </p>
      ) : null}
    </div>
  );
}

function List({ title, children }: { title: string; children: readonly string[] }) {
  const items: ReactNode[] = children.map((text) => <li key={text}>{text}</li>);
  return (
    <section>
      <h3 className="mb-1">{title}</h3>
      <ul className="list-disc space-y-1 ps-5 text-text-2">{items}</ul>
    </section>
  );
}
