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
  /** May open API Settings, so a token's id leads there. */
  seesTokens: boolean;
  onClose: () => void;
  onRequest: (requestId: string) => void;
}

/** One record with every field that it has. */
export function RecordDialog({ record, seesCustomers, seesTokens, onClose, onRequest }: RecordDialogProps) {
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
        <KeyValue
          nameWidth={104}
          items={[...itemsOf(record), ...boundItems(record, { seesCustomers, seesTokens })]}
        />
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

type Sight = Pick<RecordDialogProps, "seesCustomers" | "seesTokens">;

function boundItems(record: AuditRow, { seesCustomers, seesTokens }: Sight) {
  const { token, accessRequestId, subject, customerIds, fields } = record;
  return [
    token && {
      name: "Token",
      value: (
        <>
          <TokenName token={token} linked={seesTokens} />
          <Identifier>{token.id}</Identifier>
        </>
      ),
    },
    accessRequestId !== null && {
      name: "Request",
      value: (
        <Link href={`/requests/${accessRequestId}`} className="link">
          <Mono className="wrap-anywhere whitespace-normal!">{accessRequestId}</Mono>
        </Link>
      ),
    },
    subject && {
      name: "About",
      value: (
        <>
          <SubjectName record={record} linked={seesTokens} />
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
  return (
    <span className="block text-text-3">
      <Mono className="wrap-anywhere whitespace-normal!" copy={children} copyName="the id">
        {children}
      </Mono>
    </span>
  );
}

function TokenName({ token, linked }: { token: NonNullable<AuditRow["token"]>; linked: boolean }) {
  const name = token.reference ? <Mono>{token.reference}</Mono> : "The token";
  if (!linked) return name;
  return (
    <Link href={`/settings/program/api?token=${token.id}`} className="link">
      {name}
    </Link>
  );
}

/** What a record is about where that is neither a person nor a role, token or request. */
const nameless: Partial<Record<string, string>> = {
  "address.asked": "A member of staff’s ask for an address",
  "address.ask_dismissed": "A member of staff’s ask for an address",
  "network.revoked": "An Approved IP",
  "request.commented": "A comment",
  "review.closed": "The round",
  "review.dropped": "An Approved IP",
  "review.expired": "An Approved IP",
  "review.kept": "An Approved IP",
  "review.opened": "The round",
  "token.displayed": "The secret",
};

/** The name of a person or role; else the token or request that it is, or belongs to, as a link. */
function SubjectName({ record, linked }: { record: AuditRow; linked: boolean }) {
  const { subject, token, accessRequestId, action } = record;
  if (subject?.name) return subject.name;
  if (token && token.id === subject?.id) return <TokenName token={token} linked={linked} />;
  const words = nameless[action] ?? null;
  if (words && accessRequestId !== null) {
    return (
      <Link href={`/requests/${accessRequestId}`} className="link">
        {words}
      </Link>
    );
  }
  return words;
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
