"use client";

import Link from "next/link";
import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { exactTime } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import { StateChip } from "@/components/state-chip";
import { notify } from "@/components/toast";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";

type OpenChange = NonNullable<RouterOutputs["account"]["emailChange"]["open"]>;

/** A change of one's address that is under way: which mailbox confirmed, and who has to approve. */
export function OpenEmailChange({ change, needsApproval }: { change: OpenChange; needsApproval: boolean }) {
  const [cancelling, setCancelling] = useState(false);
  const { to, askedBy, fromConfirmed, toConfirmed, expiresAt, requestId } = change;
  return (
    <Alert
      tone="pending"
      title={`A change to ${to} is under way.`}
      action={
        <Button size="sm" onPress={() => setCancelling(true)}>
          Cancel it
        </Button>
      }
    >
      {askedBy ? <p>{askedBy} asked for it.</p> : null}
      <div className="mt-2">
        <KeyValue
          nameWidth={140}
          items={[
            !askedBy && { name: "This mailbox", value: <Confirmed yes={fromConfirmed} /> },
            { name: "The new mailbox", value: <Confirmed yes={toConfirmed} /> },
            needsApproval && {
              name: "Security Admin",
              value: requestId ? (
                <Link href={`/requests/${requestId}`} className="link">
                  waiting for approval
                </Link>
              ) : (
                "is asked once the mailboxes confirmed"
              ),
            },
            !requestId && { name: "Lapses", value: exactTime(expiresAt) },
          ]}
        />
      </div>
      <CancelDialog open={cancelling} onOpenChange={setCancelling} to={to} />
    </Alert>
  );
}

function Confirmed({ yes }: { yes: boolean }) {
  return yes ? (
    <StateChip state="live">Confirmed</StateChip>
  ) : (
    <StateChip state="pending">Open the link in its e-mail</StateChip>
  );
}

interface CancelDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  to: string;
}

function CancelDialog({ open, onOpenChange, to }: CancelDialogProps) {
  const utils = trpc.useUtils();
  const cancel = trpc.account.cancelEmailChange.useMutation();
  const confirm = async () => {
    const refused = await refusalOf(() => cancel.mutateAsync());
    if (refused === null) notify.done("Your address stays as it is");
    await utils.account.emailChange.invalidate();
    return refused;
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      tone="primary"
      title={`Cancel the change to ${to}?`}
      confirmLabel="Cancel the change"
      cancelLabel="Not now"
      onConfirm={confirm}
    >
      The links stop working, and a request for it ends. You can ask again.
    </ConfirmDialog>
  );
}
