"use client";

import { Ban } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { ActionMenu } from "@/components/action-menu";
import { Card } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Count } from "@/components/count";
import { type Column, DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { Pager, pageSummary } from "@/components/pager";
import { SearchField } from "@/components/search-field";
import { TableTools } from "@/components/table-tools";
import { notify } from "@/components/toast";
import { describeSize, parseAnyNetwork } from "@/contracts/network";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { refusalOf } from "../../../refusal";
import { plainNetwork } from "./plain-network";
import { TokenStateChip } from "./token-state-chip";

type Row = RouterOutputs["securityTokens"]["networks"]["networks"][number];

/** Every Approved IP, with who approved it, and the way to end it. */
export function NetworksCard() {
  const [filter, setFilter] = useQueryStates({
    networkSearch: parseAsString.withDefault(""),
    networkPage: parseAsInteger.withDefault(1),
  });
  const input = { search: filter.networkSearch, page: filter.networkPage };
  const { data } = trpc.securityTokens.networks.useQuery(input, {
    refetchInterval: fallbackInterval,
    placeholderData: (last) => last,
  });
  const [revoking, setRevoking] = useState<Row | null>(null);
  const offset = (input.page - 1) * (data?.size ?? 0);
  return (
    <Card label="Approved IPs">
      <TableTools
        title="Approved IPs"
        beside={data ? <Count value={data.total} label={`${data.total} networks`} /> : null}
      >
        <SearchField
          value={filter.networkSearch}
          onSearch={(networkSearch) => setFilter({ networkSearch, networkPage: 1 })}
          placeholder="Address, label, token"
        />
      </TableTools>
      <DataTable
        label="Approved IPs"
        columns={columnsOf(setRevoking)}
        rows={data?.networks}
        rowKey={(row) => row.id}
        isDim={(row) => row.state === "revoked" || row.state === "expired"}
        empty={
          <EmptyState>
            {filter.networkSearch
              ? "No Approved IP matches. Clear the search to see all."
              : "Networks stand here once a Security Admin has approved the token they were asked with."}
          </EmptyState>
        }
      />
      {data && data.total > data.size ? (
        <Pager
          summary={pageSummary(offset, data.networks.length, data.total)}
          hasPrevious={input.page > 1}
          hasNext={offset + data.networks.length < data.total}
          onPrevious={() => setFilter({ networkPage: input.page - 1 })}
          onNext={() => setFilter({ networkPage: input.page + 1 })}
        />
      ) : null}
      <RevokeNetworkDialog network={revoking} onClose={() => setRevoking(null)} />
    </Card>
  );
}

function columnsOf(onRevoke: (row: Row) => void): Column<Row>[] {
  return [
    {
      key: "network",
      heading: "Network",
      narrow: "title",
      cell: (row) => <CellLines detail={row.label}>{<Mono>{plainNetwork(row.network)}</Mono>}</CellLines>,
    },
    { key: "covers", heading: "Covers", narrow: "labelled", cell: coverage },
    {
      key: "token",
      heading: "Token",
      narrow: "labelled",
      cell: (row) => <CellLines detail={row.purpose}>{<Mono>{row.reference}</Mono>}</CellLines>,
    },
    { key: "by", heading: "Approved by", narrow: "labelled", cell: (row) => row.approvedByName },
    { key: "expires", heading: "Expires", narrow: "labelled", cell: (row) => shortDate(row.expiresAt) },
    { key: "state", heading: "State", narrow: "corner", cell: (row) => <TokenStateChip state={row.state} /> },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (row) => (
        <ActionMenu
          label={`Actions of ${plainNetwork(row.network)} for ${row.reference}`}
          actions={
            row.state === "live" || row.state === "expiring"
              ? [
                  {
                    key: "revoke",
                    label: "Revoke address",
                    icon: <Ban />,
                    danger: true,
                    onAction: () => onRevoke(row),
                  },
                ]
              : []
          }
        />
      ),
    },
  ];
}

function coverage(row: Row): string {
  const parsed = parseAnyNetwork(row.network);
  return parsed.ok ? describeSize(parsed.network.size) : "";
}

function RevokeNetworkDialog({ network, onClose }: { network: Row | null; onClose: () => void }) {
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
