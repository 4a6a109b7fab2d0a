"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Card, CardHead } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { Count } from "@/components/count";
import { type Column, DataTable } from "@/components/data-table";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { useFreshRows } from "@/components/request/use-fresh-rows";
import { StateChip } from "@/components/state-chip";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { DismissAskDialog } from "./dismiss-ask-dialog";

type Ask = RouterOutputs["addressAsks"]["list"]["asks"][number];

/** Addresses that staff ask to have approved, each the draft of a request; not there while nobody asks. */
export function AsksCard() {
  const { data } = trpc.addressAsks.list.useQuery(undefined, { refetchInterval: fallbackInterval });
  const [dismissing, setDismissing] = useState<Ask | null>(null);
  const fresh = useFreshRows(
    data?.asks,
    ({ id }) => id,
    ({ state }) => state,
  );
  if (!data || data.total === 0) return null;
  const { asks, total } = data;
  return (
    <Card label="Asked for by staff">
      <CardHead
        title="Asked for by staff"
        beside={<Count value={total} label={`${total} addresses asked for`} hot />}
        note={
          total > asks.length ? `The oldest ${asks.length}` : "Their pages open once the address is approved"
        }
      />
      <DataTable
        label="Addresses asked for by staff"
        columns={columnsOf(setDismissing)}
        rows={asks}
        rowKey={({ id }) => id}
        isFresh={({ id }) => fresh.has(id)}
      />
      <DismissAskDialog ask={dismissing} onClose={() => setDismissing(null)} />
    </Card>
  );
}

function columnsOf(onDismiss: (ask: Ask) => void): Column<Ask>[] {
  return [
    {
      key: "who",
      heading: "Who asks",
      narrow: "title",
      width: "24%",
      cell: ({ askedByName, askedByRoles }) => (
        <CellLines detail={askedByRoles.join(", ")}>{askedByName}</CellLines>
      ),
    },
    {
      key: "address",
      heading: "Address",
      narrow: "labelled",
      width: "20%",
      cell: ({ address, at }) => (
        <CellLines detail={<RelativeTime at={at} />}>
          <Mono strong copy={address} copyName="the address">
            {address}
          </Mono>
        </CellLines>
      ),
    },
    {
      key: "note",
      heading: "Note",
      narrow: "labelled",
      cell: ({ note }) =>
        note ? (
          <span className="wrap-anywhere whitespace-pre-line">{note}</span>
        ) : (
          <span className="text-text-3">None</span>
        ),
    },
    {
      key: "answer",
      heading: "Answer",
      hiddenHeading: true,
      align: "end",
      narrow: "full",
      width: "252px",
      cell: (ask) => <Answer ask={ask} onDismiss={onDismiss} />,
    },
  ];
}

function Answer({ ask, onDismiss }: { ask: Ask; onDismiss: (ask: Ask) => void }) {
  if (ask.state === "in_approval" && ask.requestId) {
    return (
      <span className="inline-flex items-center gap-2">
        <StateChip state="pending">In approval</StateChip>
        <Button size="sm" variant="quiet" href={`/requests/${ask.requestId}`}>
          See {ask.reference}
        </Button>
      </span>
    );
  }
  return (
    <span className="inline-flex gap-2">
      <Button
        size="sm"
        href={`/settings/program/api?ask=${ask.id}`}
        aria-label={`Add ${ask.address} to a token`}
      >
        Add to a token…
      </Button>
      <Button
        size="sm"
        variant="quiet"
        onPress={() => onDismiss(ask)}
        aria-label={`Dismiss the wish of ${ask.askedByName} for ${ask.address}`}
      >
        Dismiss
      </Button>
    </span>
  );
}
