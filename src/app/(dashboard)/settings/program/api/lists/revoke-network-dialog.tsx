"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../../../refusal";
import { plainNetwork } from "../plain-network";
import type { NetworkRow } from "./network-cells";

interface RevokeNetworkDialogProps {
  network: NetworkRow | null;
  onClose: () => void;
}

/** The one confirmation before an Approved IP ends for good. */
export function RevokeNetworkDialog({ network, onClose }: RevokeNetworkDialogProps) {
  const utils = trpc.useUtils();
  const revoke = trpc.securityTokens.revokeNetwork.useMutation();
  const confirm = async () => {
    if (!network) return null;
    const refused = await refusalOf(() => revoke.mutateAsync({ networkId: network.id }));
    if (refused) return refused;
    notify.done(`${plainNetwork(network.network)} was revoked`);
    await Promise.all([utils.securityTokens.invalidate(), utils.shell.status.invalidate()]);
    return null;
  };
  return (
    <ConfirmDialog
      open={network !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke ${network ? plainNetwork(network.network) : "the address"}?`}
      confirmLabel="Revoke address"
      onConfirm={confirm}
    >
      {network?.reference} no longer works from there, at once. Staff screens close there too, unless another
      token has the address approved. This is final.
    </ConfirmDialog>
  );
}
