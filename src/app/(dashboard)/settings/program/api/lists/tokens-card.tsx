"use client";

import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Pager, pageSummary } from "@/components/pager";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { TableTools } from "@/components/table-tools";
import { tokenGroups } from "@/contracts/token-filters";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import type { LiveAction } from "../life/live-actions";
import { RevokeDialog } from "../revoke-dialog";
import { listParsers } from "./filter-parsers";
import { OwnerFilter, WithinFilter } from "./list-filters";
import { tokenColumns } from "./token-columns";
import type { TokenRow } from "./token-row";

const labels = {
  all: "All",
  live: "Live",
  pending: "Pending",
  drafts: "Drafts",
  expiring: "Expiring",
  suspended: "Suspended",
  ended: "Ended",
};
/** Offered where there are some. */
const rare: readonly string[] = ["drafts", "suspended"];
const ended: readonly TokenRow["state"][] = ["revoked", "expired", "lapsed"];
const nothing = { group: "all", search: "", owner: null, within: null, page: 1 } as const;

/** What makes a row worth a second look when it changes. */
const freshness = ({ state, openRequestId, display }: TokenRow) => `${state} ${openRequestId} ${display}`;

interface TokensCardProps {
  selectedId: string | null;
  onChoose: (tokenId: string, action?: LiveAction) => void;
}

/** Every security token of the program; filters, search and page stand in the URL. */
export function TokensCard({ selectedId, onChoose }: TokensCardProps) {
  const [filter, setFilter] = useQueryStates({
    group: parseAsStringLiteral(tokenGroups).withDefault("all"),
    ...listParsers,
  });
  const [revoking, setRevoking] = useState<TokenRow | null>(null);
  const { data, isPlaceholderData } = trpc.securityTokens.list.useQuery(filter, {
    refetchInterval: fallbackInterval,
    placeholderData: (last) => last,
  });
  const shown = isPlaceholderData ? undefined : data?.tokens;
  const fresh = useFreshRows(shown, ({ id }) => id, freshness, JSON.stringify(filter));
  const narrow = (change: Partial<typeof filter>) => void setFilter({ page: 1, ...change });
  const total = data?.counts[filter.group] ?? 0;
  const offset = (filter.page - 1) * (data?.size ?? 0);
  const narrowed =
    filter.group !== "all" || filter.search !== "" || filter.owner !== null || filter.within !== null;
  return (
    <Card label="Security tokens">
      <TableTools
        title="Security tokens"
        filters={
          <Segmented
            label="Which tokens"
            options={tokenGroups
              .filter((value) => !rare.includes(value) || value === filter.group || data?.counts[value])
              .map((value) => ({ value, label: labels[value], count: data?.counts[value] }))}
            value={filter.group}
            onChange={(group) => narrow({ group })}
          />
        }
      >
        <OwnerFilter value={filter.owner} onChange={(owner) => narrow({ owner })} />
        <WithinFilter value={filter.within} onChange={(within) => narrow({ within })} />
        <SearchField
          value={filter.search}
          onSearch={(search) => narrow({ search })}
          placeholder="Reference, purpose, address"
        />
      </TableTools>
      <DataTable
        label="Security tokens"
        columns={tokenColumns(onChoose, setRevoking)}
        rows={data?.tokens}
        rowKey={(row) => row.id}
        isFresh={({ id }) => fresh.has(id)}
        isSelected={(row) => row.id === selectedId}
        isDim={(row) => ended.includes(row.state)}
        empty={
          <EmptyState
            action={narrowed ? <Button onPress={() => narrow(nothing)}>Show all tokens</Button> : null}
          >
            {narrowed
              ? "No token matches."
              : "Tokens that you generate stand here, with their state and last use."}
          </EmptyState>
        }
      />
      {data && total > data.size ? (
        <Pager
          summary={pageSummary(offset, data.tokens.length, total)}
          hasPrevious={filter.page > 1}
          hasNext={data.more}
          onPrevious={() => setFilter({ page: filter.page - 1 })}
          onNext={() => setFilter({ page: filter.page + 1 })}
        />
      ) : null}
      <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />
    </Card>
  );
}
