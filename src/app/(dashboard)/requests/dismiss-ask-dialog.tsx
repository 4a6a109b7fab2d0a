"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextArea } from "@/components/text-area";
import { notify } from "@/components/toast";
import { longestAskNote, shortestDismissal } from "@/contracts/address-ask";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../refusal";

interface DismissAskDialogProps {
  ask: { id: string; address: string; askedByName: string } | null;
  onClose: () => void;
}

/** Answers an ask with no; the asker reads the note on the page that refused them. */
export function DismissAskDialog({ ask, onClose }: DismissAskDialogProps) {
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const dismiss = trpc.addressAsks.dismiss.useMutation();
  const utils = trpc.useUtils();
  if (!ask) return null;
  const firstName = ask.askedByName.split(" ")[0];
  const close = () => {
    setNote("");
    setError(null);
    onClose();
  };
  const send = async () => {
    if (dismiss.isPending) return;
    if (note.trim().length < shortestDismissal) return setError(`Tell ${firstName} why, in a few words.`);
    const refused = await refusalOf(() => dismiss.mutateAsync({ askId: ask.id, note }));
    await utils.addressAsks.invalidate();
    if (refused) return setError(refused);
    notify.done(`${ask.address} is dismissed.`, { detail: `${ask.askedByName} was told.` });
    close();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Dismiss ${ask.address}?`}
      actions={
        <>
          <Button onPress={close}>Keep it</Button>
          <Button variant="danger" pending={dismiss.isPending} onPress={() => void send()}>
            Dismiss
          </Button>
        </>
      }
    >
      <TextArea
        label={`Note to ${firstName}`}
        placeholder="Why not, or where to work from instead"
        value={note}
        onChange={(next) => {
          setNote(next);
          setError(null);
        }}
        error={error}
        rows={3}
        maxLength={longestAskNote}
      />
    </Dialog>
  );
}
