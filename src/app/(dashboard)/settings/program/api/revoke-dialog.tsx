"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../../refusal";

interface RevokeDialogProps {
  token: { id: string; reference: string; purpose: string } | null;
  onClose: () => void;
}

/** The one confirmation before a token ends for good. */
export function RevokeDialog({ token, onClose }: RevokeDialogProps) {
  const utils = trpc.useUtils();
  const revoke = trpc.securityTokens.revoke.useMutation();
  const confirm = async () => {
    if (!token) return null;
    const refused = await refusalOf(() => revoke.mutateAsync({ tokenId: token.id }));
    if (refused) return refused;
    notify.done(`${token.reference} was revoked`);
    await Promise.all([utils.securityTokens.invalidate(), utils.shell.status.invalidate()]);
    return null;
  };
  return (
    <ConfirmDialog
      open={token !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke ${token?.reference ?? "the token"}?`}
      confirmLabel="Revoke token"
      onConfirm={confirm}
    >
      “{token?.purpose}” stops working at once, on every address, and its Approved IPs close. This is final: a
      new token takes a new request.
    </ConfirmDialog>
  );
}
