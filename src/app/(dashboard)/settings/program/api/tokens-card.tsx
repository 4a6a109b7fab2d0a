"use client";

import { Ban, FileText } from "lucide-react";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { ActionMenu } from "@/components/action-menu";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { type Column, DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { relativeTime, shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { Pager } from "@/components/pager";
import { RelativeTime } from "@/components/relative-time";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { TableTools } from "@/components/table-tools";
import { Tag } from "@/components/tag";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { RevokeDialog } from "./revoke-dialog";
import { TokenStateChip } from "./token-state-chip";

type Row = RouterOutputs["securityTokens"]["list"]["tokens"][number];
type Choose = (tokenId: string) => void;

const groups = ["all", "live", "pending", "expiring", "ended"] as const;
const labels = { all: "All", live: "Live", pending: "Pending", expiring: "Expiring", ended: "Ended" };
const ended: readonly Row["state"][] = ["revoked", "expired", "lapsed"];

/** Every security token of the program; the filter, the search and the page stand in the URL. */
export function TokensCard({ selectedId, onChoose }: { selectedId: string | null; onChoose: Choose }) {
  const [filter, setFilter] = useQueryStates({
    group: parseAsStringLiteral(groups).withDefault("all"),
    search: parseAsString.withDefault(""),
    page: parseAsInteger.withDefault(1),
  });
  const [revoking, setRevoking] = useState<Row | null>(null);
  const { data } = trpc.securityTokens.list.useQuery(filter, {
    refetchInterval: fallbackInterval,
    placeholderData: (last) => last,
  });
  const narrowed = filter.group !== "all" || filter.search !== "";
  return (
    <Card label="Security tokens">
      <TableTools
        title="Security tokens"
        filters={
          <Segmented
            label="Which tokens"
            options={groups.map((value) => ({ value, label: labels[value], count: data?.counts[value] }))}
            value={filter.group}
            onChange={(group) => setFilter({ group, page: 1 })}
          />
        }
      >
        <SearchField
          value={filter.search}
          onSearch={(search) => setFilter({ search, page: 1 })}
          placeholder="Reference, purpose, address"
        />
      </TableTools>
      <DataTable
        label="Security tokens"
        columns={columnsOf(onChoose, setRevoking)}
        rows={data?.tokens}
        rowKey={(row) => row.id}
        isSelected={(row) => row.id === selectedId}
        isDim={(row) => ended.includes(row.state)}
        empty={
          <EmptyState>
            {narrowed
              ? "No token matches. Widen the filter or clear the search."
              : "Tokens that you generate stand here, with their state and last use."}
          </EmptyState>
        }
      />
      {data && (filter.page > 1 || data.more) ? (
        <Pager
          summary={`Page ${filter.page}`}
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

function columnsOf(onChoose: Choose, onRevoke: (row: Row) => void): Column<Row>[] {
  return [
    { key: "reference", heading: "Reference", narrow: "title", cell: (row) => <Mono>{row.reference}</Mono> },
    {
      key: "purpose",
      heading: "Purpose",
      cell: (row) => <span className="block max-w-[28ch] wrap-anywhere">{row.purpose}</span>,
    },
    {
      key: "secret",
      heading: "Secret",
      narrow: "labelled",
      cell: (row) =>
        row.lastFour ? (
          <Mono>{`cs_live_…${row.lastFour}`}</Mono>
        ) : (
          <span className="text-text-3">none yet</span>
        ),
    },
    { key: "scopes", heading: "Scopes", narrow: "hide", cell: (row) => <Scopes scopes={row.scopes} /> },
    { key: "use", heading: "Last use", narrow: "labelled", cell: lastUse },
    { key: "expires", heading: "Expires", narrow: "labelled", cell: expiryOf },
    { key: "state", heading: "State", narrow: "corner", cell: (row) => <TokenStateChip state={row.state} /> },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (row) => <RowActions row={row} onChoose={onChoose} onRevoke={onRevoke} />,
    },
  ];
}

function Scopes({ scopes }: { scopes: Row["scopes"] }) {
  const [first, ...rest] = scopes;
  return (
    <span className="inline-flex gap-1">
      <Tag>{first}</Tag>
      {rest.length > 0 ? <Tag title={rest.join(", ")}>{`+${rest.length}`}</Tag> : null}
    </span>
  );
}

function lastUse(row: Row) {
  if (!row.lastUsedAt) return row.lastFour ? "Not yet" : "—";
  return (
    <CellLines detail={<Mono>{row.lastUsedFrom}</Mono>}>
      <RelativeTime at={row.lastUsedAt} />
    </CellLines>
  );
}

function expiryOf(row: Row) {
  if (row.state === "revoked" && row.revokedAt) {
    const by = row.revokedByName ? `by ${row.revokedByName}` : "since its requester left";
    return <CellLines detail={by}>{`Revoked ${shortDate(row.revokedAt)}`}</CellLines>;
  }
  if (row.state === "rejected" && row.decidedAt) {
    return <CellLines detail={`by ${row.deciderName}`}>{`Rejected ${shortDate(row.decidedAt)}`}</CellLines>;
  }
  const detail = row.approvedAt ? relativeTime(row.expiresAt) : "if approved";
  return (
    <CellLines detail={<span suppressHydrationWarning>{detail}</span>}>{shortDate(row.expiresAt)}</CellLines>
  );
}

const likely: Partial<Record<Row["state"], string>> = {
  draft: "Continue",
  pending: "See",
  approved: "See",
  displayed: "See",
  rejected: "See why",
};

interface RowActionsProps {
  row: Row;
  onChoose: Choose;
  onRevoke: (row: Row) => void;
}

function RowActions({ row, onChoose, onRevoke }: RowActionsProps) {
  const word = likely[row.state];
  const revocable = row.approvedAt && !row.revokedAt && row.state !== "expired";
  return (
    <span className="inline-flex items-center gap-1">
      {word ? (
        <Button size="sm" onPress={() => onChoose(row.id)} aria-label={`${word} ${row.reference}`}>
          {word}
        </Button>
      ) : null}
      <ActionMenu
        label={`Actions of ${row.reference}`}
        actions={[
          { key: "see", label: "See details", icon: <FileText />, onAction: () => onChoose(row.id) },
          ...(revocable
            ? [
                {
                  key: "revoke",
                  label: "Revoke token",
                  icon: <Ban />,
                  danger: true,
                  onAction: () => onRevoke(row),
                },
              ]
            : []),
        ]}
      />
    </span>
  );
}
