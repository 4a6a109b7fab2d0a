"use client";

import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { Count } from "@/components/count";
import { type Column, DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Mono } from "@/components/mono";
import { Pager, pageSummary } from "@/components/pager";
import { PickFilter } from "@/components/pick-filter";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { SearchField } from "@/components/search-field";
import { TableTools } from "@/components/table-tools";
import { networkStates } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { RevokeMenu } from "../life/token-networks";
import { plainNetwork } from "../plain-network";
import { listParsers } from "./filter-parsers";
import { OwnerFilter, WithinFilter } from "./list-filters";
import {
  coverage,
  NetworkEnd,
  type NetworkRow,
  NetworkState,
  NetworkUse,
  standsStill,
} from "./network-cells";
import { RevokeNetworkDialog } from "./revoke-network-dialog";

const stateWords = { live: "Live", expiring: "Expiring", expired: "Expired", revoked: "Revoked" };
const urlKeys = {
  state: "networkState",
  search: "networkSearch",
  owner: "networkOwner",
  within: "networkWithin",
  page: "networkPage",
};
const nothing = { state: null, search: "", owner: null, within: null, page: 1 };

/** Every Approved IP, with who approved it, its use, and the way to end it; filters, search and page stand in the URL. */
export function NetworksCard({ onChoose }: { onChoose: (tokenId: string) => void }) {
  const [filter, setFilter] = useQueryStates(
    { state: parseAsStringLiteral(networkStates), ...listParsers },
    { urlKeys },
  );
  const { data, isPlaceholderData } = trpc.securityTokens.networks.useQuery(filter, {
    refetchInterval: fallbackInterval,
    placeholderData: (last) => last,
  });
  const [revoking, setRevoking] = useState<NetworkRow | null>(null);
  const fresh = useFreshRows(
    isPlaceholderData ? undefined : data?.networks,
    ({ id }) => id,
    ({ state }) => state,
    JSON.stringify(filter),
  );
  const narrow = (change: Partial<typeof filter>) => void setFilter({ page: 1, ...change });
  const offset = (filter.page - 1) * (data?.size ?? 0);
  const narrowed = Object.entries(nothing).some(([key, none]) => filter[key as keyof typeof filter] !== none);
  return (
    <Card label="Approved IPs">
      <TableTools
        title="Approved IPs"
        beside={data ? <Count value={data.total} label={`${data.total} networks`} /> : null}
      >
        <PickFilter
          label="State"
          any="Any state"
          options={networkStates.map((value) => ({ value, label: stateWords[value] }))}
          value={filter.state}
          onChange={(state) => narrow({ state })}
        />
        <OwnerFilter value={filter.owner} onChange={(owner) => narrow({ owner })} />
        <WithinFilter value={filter.within} onChange={(within) => narrow({ within })} />
        <SearchField
          value={filter.search}
          onSearch={(search) => narrow({ search })}
          placeholder="Address, label, token"
        />
      </TableTools>
      <DataTable
        label="Approved IPs"
        columns={columnsOf(onChoose, setRevoking)}
        rows={data?.networks}
        rowKey={(row) => row.id}
        isFresh={({ id }) => fresh.has(id)}
        isDim={(row) => !standsStill(row)}
        empty={
          <EmptyState
            action={narrowed ? <Button onPress={() => narrow(nothing)}>Show all Approved IPs</Button> : null}
          >
            {narrowed
              ? "No Approved IP matches."
              : "Networks stand here once a Security Admin has approved the request for them."}
          </EmptyState>
        }
      />
      {data && data.total > data.size ? (
        <Pager
          summary={pageSummary(offset, data.networks.length, data.total)}
          hasPrevious={filter.page > 1}
          hasNext={offset + data.networks.length < data.total}
          onPrevious={() => setFilter({ page: filter.page - 1 })}
          onNext={() => setFilter({ page: filter.page + 1 })}
        />
      ) : null}
      <RevokeNetworkDialog network={revoking} onClose={() => setRevoking(null)} />
    </Card>
  );
}

function columnsOf(
  onChoose: (tokenId: string) => void,
  onRevoke: (row: NetworkRow) => void,
): Column<NetworkRow>[] {
  return [
    {
      key: "network",
      heading: "Network",
      narrow: "title",
      cell: (row) => <CellLines detail={row.label}>{<Mono>{plainNetwork(row.network)}</Mono>}</CellLines>,
    },
    {
      key: "covers",
      heading: "Covers",
      narrow: "labelled",
      room: 70,
      cell: (row) => <span className="whitespace-nowrap">{coverage(row)}</span>,
    },
    {
      key: "token",
      heading: "Token",
      narrow: "labelled",
      cell: (row) => (
        <CellLines detail={row.name ?? row.purpose}>
          <button type="button" className="link" onClick={() => onChoose(row.tokenId)}>
            <Mono>{row.reference}</Mono>
          </button>
        </CellLines>
      ),
    },
    {
      key: "by",
      heading: "Approved by",
      narrow: "labelled",
      room: 60,
      cell: (row) => <span className="whitespace-nowrap">{row.approvedByName}</span>,
    },
    {
      key: "use",
      heading: "Last use",
      narrow: "labelled",
      room: 50,
      cell: (row) => <NetworkUse row={row} />,
    },
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
