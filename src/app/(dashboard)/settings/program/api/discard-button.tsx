"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../../refusal";

/** Gives up a token that was never approved. */
export function DiscardButton(props: { tokenId: string; reference: string; onDone: () => void }) {
  const [open, setOpen] = useState(false);
  const utils = trpc.useUtils();
  const discard = trpc.securityTokens.discard.useMutation();
  const confirm = async () => {
    const refused = await refusalOf(() => discard.mutateAsync({ tokenId: props.tokenId }));
    if (refused) return refused;
    notify.done(`${props.reference} was discarded`);
    // Away from it first: what is asked anew is no longer this token.
    props.onDone();
    void utils.securityTokens.invalidate();
    return null;
  };
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        Discard
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Discard ${props.reference}?`}
        confirmLabel="Discard token"
        onConfirm={confirm}
      >
        It was never approved, so nothing stops working. Its records stay.
      </ConfirmDialog>
    </>
  );
}
