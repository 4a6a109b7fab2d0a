"use client";

import Link from "next/link";
import { Button } from "@/components/button";
import { CodeBlock } from "@/components/code-block";
import { Dialog } from "@/components/dialog";
import { exactTime } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { StateChip } from "@/components/state-chip";
import { Tag } from "@/components/tag";
import { auditActionWord, auditRuleWord } from "@/contracts/audit-words";
import { type AuditRow, actorName } from "./audit-columns";

interface RecordDialogProps {
  record: AuditRow | null;
  /** May open customers, so their ids lead there. */
  seesCustomers: boolean;
  onClose: () => void;
  onRequest: (requestId: string) => void;
}

/** One record with every field that it has. */
export function RecordDialog({ record, seesCustomers, onClose, onRequest }: RecordDialogProps) {
  if (!record) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={auditActionWord(record.action)}
      size="lg"
      actions={
        <>
          <Button onPress={() => onRequest(record.requestId)}>All records of this request</Button>
          <Button onPress={onClose}>Close</Button>
        </>
      }
    >
      <div className="grid gap-4">
        <KeyValue nameWidth={104} items={[...itemsOf(record), ...boundItems(record, seesCustomers)]} />
        {record.details ? (
          <CodeBlock
            label="Details"
            samples={[{ name: "Details", code: JSON.stringify(record.details, null, 2) }]}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

function itemsOf(record: AuditRow) {
  const { id, at, action, outcome, rule, actor, requestId, clientIp } = record;
  return [
    {
      name: "Outcome",
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <StateChip state={outcome === "allowed" ? "live" : "refused"}>
            {outcome === "allowed" ? "Allowed" : "Refused"}
          </StateChip>
          {rule ? (
            <span className="text-text-2">
              {auditRuleWord(rule)} <Mono className="text-text-3">{rule}</Mono>
            </span>
          ) : null}
        </span>
      ),
    },
    {
      name: "When",
      value: (
        <>
          {exactTime(at)} <Mono className="text-text-3">{at.toISOString()}</Mono>
        </>
      ),
    },
    {
      name: "Who",
      value: (
        <>
          {actorName(record)}
          {actor.id ? <Identifier>{actor.id}</Identifier> : null}
        </>
      ),
    },
    { name: "From", value: clientIp ? <Mono copy={clientIp}>{clientIp}</Mono> : "no address" },
    {
      name: "Request id",
      value: (
        <Mono copy={requestId} copyName="the request id">
          {requestId}
        </Mono>
      ),
    },
    { name: "Action", value: <Mono>{action}</Mono> },
    { name: "Record", value: <Mono>{`#${id}`}</Mono> },
  ];
}

function boundItems(record: AuditRow, seesCustomers: boolean) {
  const { token, accessRequestId, subject, customerIds, fields } = record;
  return [
    token && {
      name: "Token",
      value: (
        <>
          {token.reference ? <Mono>{token.reference}</Mono> : null}
          <Identifier>{token.id}</Identifier>
        </>
      ),
    },
    accessRequestId !== null && {
      name: "Request",
      value: (
        <Link href={`/requests/${accessRequestId}`} className="link">
          <Mono>{accessRequestId}</Mono>
        </Link>
      ),
    },
    subject && {
      name: "About",
      value: (
        <>
          {subject.name}
          <Identifier>{subject.id}</Identifier>
        </>
      ),
    },
    customerIds.length > 0 && {
      name: customerIds.length === 1 ? "Customer" : `${customerIds.length} customers`,
      value: <CustomerIds ids={customerIds} linked={seesCustomers} />,
    },
    fields.length > 0 && {
      name: "Fields",
      value: (
        <span className="flex flex-wrap gap-1">
          {fields.map((field) => (
            <Tag key={field}>{field}</Tag>
          ))}
        </span>
      ),
    },
  ];
}

function Identifier({ children }: { children: string }) {
  return <Mono className="block text-text-3 wrap-anywhere whitespace-normal!">{children}</Mono>;
}

function CustomerIds({ ids, linked }: { ids: readonly string[]; linked: boolean }) {
  return (
    <span className="flex max-h-40 flex-wrap gap-x-3 gap-y-0.5 overflow-y-auto">
      {ids.map((id) =>
        linked ? (
          <Link key={id} href={`/customers/${id}`} className="link">
            <Mono>{id}</Mono>
          </Link>
        ) : (
          <Mono key={id}>{id}</Mono>
        ),
      )}
    </span>
  );
}
