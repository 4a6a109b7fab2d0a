"use client";

import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { exactTime } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { auditActionWord } from "@/contracts/audit-words";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Read = RouterOutputs["customers"]["whoSaw"]["reads"][number];

const columns: Column<Read>[] = [
  {
    key: "at",
    heading: "When",
    narrow: "title",
    cell: ({ at }) => <span className="whitespace-nowrap">{exactTime(at)}</span>,
  },
  {
    key: "who",
    heading: "Who",
    narrow: "labelled",
    cell: ({ who, reference }) => (
      <span className="wrap-anywhere">
        {who ?? "unknown"} {reference ? <Mono>{reference}</Mono> : null}
      </span>
    ),
  },
  { key: "what", heading: "What", narrow: "labelled", cell: ({ action }) => auditActionWord(action) },
  {
    key: "fields",
    heading: "Fields",
    narrow: "labelled",
    cell: ({ fields }) => fields.join(", ") || "contact masked",
  },
  {
    key: "from",
    heading: "From",
    narrow: "labelled",
    cell: ({ clientIp }) => <Mono>{clientIp ?? "none"}</Mono>,
  },
];

/** Every read of this customer, for an access request; asked for first, since the look itself is on record. */
export function WhoSawCard({ customerId }: { customerId: string }) {
  const [open, setOpen] = useState(false);
  const query = trpc.customers.whoSaw.useInfiniteQuery(
    { customerId },
    {
      enabled: open,
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      getNextPageParam: (page) => page.nextCursor,
    },
  );
  const reads = query.data?.pages.flatMap((page) => page.reads) ?? [];
  const place = `/api/customers/who-saw?customerId=${encodeURIComponent(customerId)}`;
  return (
    <Card label="Who saw this customer">
      <CardHead title="Who saw this customer" note="Every read, for an access request (GDPR article 15)" />
      {query.error ? (
        <CardSection>
          <Alert tone="refused" title={query.error.message} />
        </CardSection>
      ) : null}
      {open && query.data ? (
        <DataTable
          label="Reads of this customer"
          columns={columns}
          rows={reads}
          rowKey={({ id }) => id}
          empty={<EmptyState>Nobody has seen this customer yet.</EmptyState>}
        />
      ) : null}
      <CardFoot>
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {open ? null : <Button onPress={() => setOpen(true)}>Show who saw this customer</Button>}
          {open && query.hasNextPage ? (
            <Button disabled={query.isFetchingNextPage} onPress={() => query.fetchNextPage()}>
              Show earlier reads
            </Button>
          ) : null}
          <a className="link" href={`${place}&format=csv`} download>
            Export as CSV
          </a>
          <a className="link" href={`${place}&format=json`} download>
            Export as JSON
          </a>
          <span className="text-text-3">Looking and exporting are on record.</span>
        </span>
      </CardFoot>
    </Card>
  );
}
