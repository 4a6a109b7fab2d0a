"use client";

import { Ban } from "lucide-react";
import { useState } from "react";
import { ActionMenu } from "@/components/action-menu";
import { CellLines } from "@/components/cell-lines";
import { Count } from "@/components/count";
import { type Column, DataTable } from "@/components/data-table";
import { Mono } from "@/components/mono";
import { NetworkEnd, type NetworkRow, NetworkState, NetworkUse, standsStill } from "../lists/network-cells";
import { RevokeNetworkDialog } from "../lists/revoke-network-dialog";
import { plainNetwork } from "../plain-network";
import type { TokenDetail } from "../token-steps";

/** The networks of one token: label, use, end, and the way to end one at once. */
export function TokenNetworks({ detail }: { detail: TokenDetail }) {
  const [revoking, setRevoking] = useState<NetworkRow | null>(null);
  const { networks } = detail;
  if (networks.length === 0) return null;
  return (
    <section aria-label="Networks" className="grid min-w-0 gap-2">
      <h3 className="flex items-center gap-2">
        Networks
        <Count
          value={networks.filter(standsStill).length}
          label={`${networks.filter(standsStill).length} live`}
        />
      </h3>
      <div className="max-h-96 overflow-y-auto rounded-lg border border-line">
        <DataTable
          label="Networks of this token"
          columns={columnsOf(setRevoking)}
          rows={networks}
          rowKey={(row) => row.id}
          isDim={(row) => !standsStill(row)}
        />
      </div>
      <RevokeNetworkDialog network={revoking} onClose={() => setRevoking(null)} />
    </section>
  );
}

function columnsOf(onRevoke: (row: NetworkRow) => void): Column<NetworkRow>[] {
  return [
    {
      key: "network",
      heading: "Network",
      narrow: "title",
      cell: (row) => <CellLines detail={row.label}>{<Mono>{plainNetwork(row.network)}</Mono>}</CellLines>,
    },
    { key: "use", heading: "Last use", narrow: "labelled", cell: (row) => <NetworkUse row={row} /> },
    { key: "expires", heading: "Expires", narrow: "labelled", cell: (row) => <NetworkEnd row={row} /> },
    { key: "state", heading: "State", narrow: "corner", cell: (row) => <NetworkState row={row} /> },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (row) => <RevokeMenu row={row} onRevoke={onRevoke} />,
    },
  ];
}

/** "Revoke address" under ⋯, for a network that stands. */
export function RevokeMenu({ row, onRevoke }: { row: NetworkRow; onRevoke: (row: NetworkRow) => void }) {
  const actions = [
    { key: "revoke", label: "Revoke address", icon: <Ban />, danger: true, onAction: () => onRevoke(row) },
  ];
  return (
    <ActionMenu
      label={`Actions of ${plainNetwork(row.network)} for ${row.reference}`}
      actions={standsStill(row) ? actions : []}
    />
  );
}
