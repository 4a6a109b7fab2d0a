"use client";

import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { AddFactor } from "@/app/second-factor/add-factor";
import { RecoveryCodes } from "@/app/second-factor/recovery-codes";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { type Column, DataTable } from "@/components/data-table";
import { Dialog } from "@/components/dialog";
import { EmptyState } from "@/components/empty-state";
import { RelativeTime } from "@/components/relative-time";
import { notify } from "@/components/toast";
import { counted } from "@/contracts/words";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import { ProofCancelled, useFreshProof } from "../../use-fresh-proof";

type Factors = RouterOutputs["secondFactor"]["list"];
type Factor = Factors["factors"][number];

/** One's own second factors and recovery codes. */
export function FactorsCard() {
  const utils = trpc.useUtils();
  const { data } = trpc.secondFactor.list.useQuery();
  const renew = trpc.secondFactor.renewRecoveryCodes.useMutation();
  const proof = useFreshProof("change your second factors");
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Factor | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => utils.secondFactor.list.invalidate();
  const added = async (made: string[] | null) => {
    setAdding(false);
    setCodes(made);
    notify.done("The second factor is added");
    await refresh();
  };
  const renewCodes = async () => {
    try {
      setCodes(await proof.run(() => renew.mutateAsync()));
      await refresh();
    } catch (error) {
      if (!(error instanceof ProofCancelled))
        notify.failed(error instanceof Error ? error.message : "That did not work.");
    }
  };
  return (
    <Card label="Second factors">
      <CardHead
        title="Second factors"
        actions={
          data?.factors.length === 0 ? null : (
            <Button size="sm" onPress={() => setAdding(true)}>
              Add
            </Button>
          )
        }
      />
      <DataTable
        label="Second factors"
        columns={columns(setRemoving)}
        rows={data?.factors}
        rowKey={({ id }) => id}
        skeletonRows={2}
        empty={
          <EmptyState
            icon={<KeyRound />}
            action={<Button onPress={() => setAdding(true)}>Add a second factor</Button>}
          >
            Your password alone opens your account. A second factor keeps it yours when the password is known.
          </EmptyState>
        }
      />
      {data && data.factors.length > 0 ? (
        <CardSection>
          <RecoveryLine left={data.recoveryCodesLeft} pending={renew.isPending} onRenew={renewCodes} />
        </CardSection>
      ) : null}
      <Dialog open={adding} onOpenChange={setAdding} size="sm" title="Add a second factor">
        <AddFactor onAdded={added} run={proof.run} onCancel={() => setAdding(false)} />
      </Dialog>
      <Dialog open={codes !== null} onOpenChange={() => {}} size="md" alert title="Recovery codes">
        {codes ? <RecoveryCodes codes={codes} onSaved={() => setCodes(null)} /> : null}
      </Dialog>
      <RemoveDialog factor={removing} run={proof.run} onClose={() => setRemoving(null)} />
      {proof.dialog}
    </Card>
  );
}

function columns(onRemove: (factor: Factor) => void): Column<Factor>[] {
  return [
    {
      key: "name",
      heading: "Name",
      narrow: "title",
      cell: ({ name, kind }) => (
        <CellLines detail={kind === "passkey" ? "Passkey" : "Authenticator app"}>{name}</CellLines>
      ),
    },
    {
      key: "added",
      heading: "Added",
      narrow: "labelled",
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    {
      key: "used",
      heading: "Last used",
      narrow: "labelled",
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : "Not yet"),
    },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      narrow: "corner",
      cell: (factor) => (
        <Button size="sm" variant="quiet" icon={<Trash2 />} onPress={() => onRemove(factor)}>
          Remove
        </Button>
      ),
    },
  ];
}

function RecoveryLine({ left, pending, onRenew }: { left: number; pending: boolean; onRenew: () => void }) {
  const few = left < 3;
  return (
    <Alert
      tone={few ? "expiring" : "neutral"}
      title={`${counted(left, "recovery code")} left`}
      action={
        <Button size="sm" pending={pending} onPress={onRenew}>
          Make new ones
        </Button>
      }
    >
      Each signs you in once where your second factor is lost. New ones end the old ones.
    </Alert>
  );
}

interface RemoveDialogProps {
  factor: Factor | null;
  run: <T>(action: () => Promise<T>) => Promise<T>;
  onClose: () => void;
}

function RemoveDialog({ factor, run, onClose }: RemoveDialogProps) {
  const utils = trpc.useUtils();
  const remove = trpc.secondFactor.remove.useMutation();
  const confirm = async () => {
    const refused = await refusalOf(() => run(() => remove.mutateAsync({ factorId: factor?.id ?? "" })));
    if (refused === null) notify.done("The second factor is removed");
    await utils.secondFactor.list.invalidate();
    return refused;
  };
  return (
    <ConfirmDialog
      open={factor !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Remove ${factor?.name ?? "it"}?`}
      confirmLabel="Remove"
      onConfirm={confirm}
    >
      It no longer signs you in, and your other sessions end. You can add it again later.
    </ConfirmDialog>
  );
}
