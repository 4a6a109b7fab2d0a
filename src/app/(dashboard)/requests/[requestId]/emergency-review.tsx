"use client";

import Link from "next/link";
import { useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { type Column, DataTable } from "@/components/data-table";
import { ExactTime } from "@/components/exact-time";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { findingWords } from "@/contracts/emergency-access";
import { counted } from "@/contracts/words";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { ReviewForm } from "./review-form";

type Emergency = NonNullable<RouterOutputs["emergencyAccess"]["show"]>;
type Reads = NonNullable<Emergency["reads"]>;

/** What the approval opened, what was read under it, and its review, which stays open until somebody closes it. */
export function EmergencyReview({ requestId }: { requestId: string }) {
  const { data } = trpc.emergencyAccess.show.useQuery({ requestId }, { refetchInterval: fallbackInterval });
  if (!data) return null;
  return (
    <>
      <Card label="The emergency access">
        <CardHead
          title="The emergency access"
          note={data.closedAt ? "Reviewed" : data.live ? "Open now" : "To be reviewed"}
          actions={data.mayEnd ? <EndButton requestId={requestId} name={data.personName} /> : undefined}
        />
        <CardSection>
          <KeyValue items={factsOf(data)} />
        </CardSection>
        {data.reads ? <ReadsSection requestId={requestId} reads={data.reads} audit={data.seesAudit} /> : null}
      </Card>
      <Card label="Its review">
        <CardHead title="Its review" />
        <CardSection className="stack-3">
          <ReviewState requestId={requestId} emergency={data} />
        </CardSection>
      </Card>
    </>
  );
}

function factsOf(one: Emergency) {
  return [
    { name: "Person", value: one.personName },
    { name: "From", value: <Mono>{one.address}</Mono> },
    {
      name: "Opened",
      value: (
        <>
          <ExactTime at={one.startsAt} />, approved by {one.approverName}
        </>
      ),
    },
    {
      name: one.live ? "Until" : "Ended",
      value: (
        <>
          <ExactTime at={one.endsAt} />
          {one.live ? "" : one.enderName ? `, by ${one.enderName}` : ", by itself"}
        </>
      ),
    },
  ];
}

const columns: Column<Reads["customers"][number]>[] = [
  {
    key: "id",
    heading: "Customer",
    narrow: "title",
    cell: ({ customerId }) => (
      <Mono copy={customerId} copyName="the customer’s id">
        {customerId}
      </Mono>
    ),
  },
  { key: "listed", heading: "In lists", narrow: "labelled", align: "end", cell: ({ listed }) => listed },
  { key: "viewed", heading: "Opened", narrow: "labelled", align: "end", cell: ({ viewed }) => viewed },
  {
    key: "revealed",
    heading: "Revealed",
    narrow: "labelled",
    align: "end",
    cell: ({ revealed }) => revealed,
  },
  { key: "history", heading: "Who saw it", narrow: "labelled", align: "end", cell: ({ history }) => history },
];

function ReadsSection({ requestId, reads, audit }: { requestId: string; reads: Reads; audit: boolean }) {
  const { customers, total } = reads;
  return (
    <>
      <CardSection>
        <p className="text-13">
          {total === 0 ? "No customer was read under it." : `${counted(total, "customer")} read under it.`}{" "}
          {audit ? (
            <Link className="link" href={`/audit-log?under=${requestId}`}>
              See its records
            </Link>
          ) : null}
        </p>
      </CardSection>
      {total > 0 ? (
        <DataTable
          label="What was read under it"
          columns={columns}
          rows={customers}
          rowKey={({ customerId }) => customerId}
        />
      ) : null}
    </>
  );
}

function ReviewState({ requestId, emergency }: { requestId: string; emergency: Emergency }) {
  const { closedAt, closerName, finding, closingNote, closedByOneOfTwo, live, mayClose, oneOfTwo, closers } =
    emergency;
  if (closedAt && finding) {
    return (
      <>
        <Alert tone={finding === "justified" ? "live" : "refused"} title={findingWords[finding]}>
          Closed by {closerName}, <ExactTime at={closedAt} />.
          {closedByOneOfTwo ? " Closed by one of the two, since there was nobody else." : ""}
        </Alert>
        <p className="text-13 wrap-anywhere whitespace-pre-line">“{closingNote}”</p>
      </>
    );
  }
  if (live) {
    return <p className="text-13 text-text-2">It can be closed once the access has ended.</p>;
  }
  if (!mayClose) {
    return (
      <Alert tone="pending" title="The review is open">
        {closers.length > 0
          ? `${new Intl.ListFormat("en-GB", { type: "disjunction" }).format(closers)} can close it.`
          : "Nobody active holds a security role: an Administrator has to give one first."}
      </Alert>
    );
  }
  return <ReviewForm requestId={requestId} oneOfTwo={oneOfTwo} />;
}

function EndButton({ requestId, name }: { requestId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const utils = trpc.useUtils();
  const end = trpc.emergencyAccess.end.useMutation();
  const confirm = () =>
    refusalOf(async () => {
      await end.mutateAsync({ requestId });
      await Promise.all([utils.emergencyAccess.invalidate(), utils.shell.status.invalidate()]);
    });
  return (
    <>
      <Button size="sm" variant="danger" onPress={() => setOpen(true)}>
        End now
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`End the emergency access of ${name}?`}
        confirmLabel="End now"
        cancelLabel="Keep it open"
        onConfirm={confirm}
      >
        Pages that show customers close for them at once. The review stays open.
      </ConfirmDialog>
    </>
  );
}
