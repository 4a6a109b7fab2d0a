"use client";

import { ProveFactor } from "@/app/second-factor/prove-factor";
import { Dialog } from "@/components/dialog";
import { PasswordProofDialog } from "@/components/password-proof-dialog";
import { Skeleton } from "@/components/skeleton";
import { demonstrationPassword } from "@/contracts/demonstration";
import { trpc } from "@/trpc/client";

interface ProofDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it is asked for: "approve ST-7F3K-9Q2M", "display the secret". */
  purpose: string;
  onProved: () => void;
  /** Resolves to null when proven, or to the sentence that says what is wrong. */
  onPassword: (password: string) => Promise<string | null>;
}

/** A fresh proof before deciding or displaying: a second factor, or the password of who has none. */
export function ProofDialog({ open, onOpenChange, purpose, onProved, onPassword }: ProofDialogProps) {
  const { data } = trpc.secondFactor.list.useQuery(undefined, { enabled: open });
  const { data: status } = trpc.shell.status.useQuery(undefined, { enabled: open });
  const shared = { open, onOpenChange };
  if (data?.factors.length === 0) {
    const hint = status?.demonstration ? `In this demonstration it is ${demonstrationPassword}.` : undefined;
    return <PasswordProofDialog {...shared} purpose={purpose} hint={hint} onSubmit={onPassword} />;
  }
  return (
    <Dialog {...shared} size="sm" title="Confirm that it is you">
      <div className="stack-4">
        <p>Prove your second factor to {purpose}. It counts for 5 minutes.</p>
        {data ? <ProveFactor factors={data} onProved={onProved} /> : <Skeleton className="h-10 w-full" />}
      </div>
    </Dialog>
  );
}
