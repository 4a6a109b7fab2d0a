"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { useFreshProof } from "../../use-fresh-proof";
import { DisableDialog } from "./disable-dialog";
import { EmailDialog } from "./email-dialog";
import type { PersonChange } from "./person";
import { ResetFactorsDialog } from "./reset-factors-dialog";
import { RolesDialog } from "./roles-dialog";

interface PersonDialogsProps {
  change: PersonChange | null;
  onClose: () => void;
}

/** One change of one person at a time, each with its own question. */
export function PersonDialogs({ change, onClose }: PersonDialogsProps) {
  if (!change) return null;
  const { kind, person } = change;
  if (kind === "roles") return <RolesDialog key={person.id} person={person} onClose={onClose} />;
  if (kind === "email") return <EmailDialog key={person.id} person={person} onClose={onClose} />;
  if (kind === "disable") return <DisableDialog key={person.id} person={person} onClose={onClose} />;
  if (kind === "resetFactors")
    return <ResetFactorsDialog key={person.id} person={person} onClose={onClose} />;
  return <QuestionDialog kind={kind} person={person} onClose={onClose} />;
}

type Question = Exclude<PersonChange["kind"], "roles" | "email" | "disable" | "resetFactors">;

function QuestionDialog({ kind, person, onClose }: PersonChange & { kind: Question; onClose: () => void }) {
  const utils = trpc.useUtils();
  const act = {
    enable: trpc.users.enable.useMutation(),
    resend: trpc.users.resendInvitation.useMutation(),
    cancelEmail: trpc.users.cancelEmailChange.useMutation(),
    endSessions: trpc.users.endSessions.useMutation(),
  }[kind];
  const proof = useFreshProof(`sign ${person.name} out everywhere`);
  const { title, confirm, words, done } = questions[kind](person);
  const run = async () => {
    const refused = await refusalOf(() => proof.run<unknown>(() => act.mutateAsync({ userId: person.id })));
    if (refused === null) notify.done(done);
    await utils.users.invalidate();
    return refused;
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      tone="primary"
      cancelLabel="Not now"
      title={title}
      confirmLabel={confirm}
      onConfirm={run}
    >
      {words}
      {proof.dialog}
    </ConfirmDialog>
  );
}

const questions: Record<
  Question,
  (person: PersonChange["person"]) => { title: string; confirm: string; words: string; done: string }
> = {
  enable: ({ name }) => ({
    title: `Enable ${name}?`,
    confirm: "Enable user",
    words: "They can sign in again, without the security roles they had: those are asked for anew.",
    done: `${name} was enabled`,
  }),
  resend: ({ name, email }) => ({
    title: `Send ${name} the invitation again?`,
    confirm: "Send invitation",
    words: "A new link goes to their mailbox and works for 7 days; the one before stops working.",
    done: `The invitation is on its way to ${email}`,
  }),
  cancelEmail: ({ name, emailChange }) => ({
    title: `Cancel the change of ${name}'s address?`,
    confirm: "Cancel the change",
    words: `It stays as it is; the links to ${emailChange?.to ?? "the new address"} stop working, and a request for it ends.`,
    done: `The address of ${name} stays as it is`,
  }),
  endSessions: ({ name }) => ({
    title: `Sign ${name} out everywhere?`,
    confirm: "Sign out everywhere",
    words:
      "Every browser of theirs is signed out at once. They can sign in again, and what they asked for and approved stands.",
    done: `${name} was signed out everywhere`,
  }),
};
