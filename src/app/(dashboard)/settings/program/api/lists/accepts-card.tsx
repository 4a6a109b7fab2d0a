"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type SubmitEvent, useEffect, useState } from "react";
import { Button } from "@/components/button";
import { Card, CardSection } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { type Column, DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FieldMessage } from "@/components/field-message";
import { shortDate } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { StateChip } from "@/components/state-chip";
import { TableTools } from "@/components/table-tools";
import { parseAddress } from "@/contracts/network";
import { longestAddressText, type RefusingReason } from "@/contracts/token-filters";
import { counted } from "@/contracts/words";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { plainNetwork } from "../plain-network";

type Row = RouterOutputs["securityTokens"]["accepting"]["tokens"][number];
type Choose = (tokenId: string) => void;

/** "Which tokens would accept 203.0.113.7?": every token with a network that holds the address, and why not where it refuses. */
export function AcceptsCard({ onChoose }: { onChoose: Choose }) {
  const [asked, setAsked] = useQueryState("accepts", parseAsString.withDefault(""));
  const read = asked === "" ? null : parseAddress(asked.trim());
  const address = read?.ok ? read.address : "";
  const { data } = trpc.securityTokens.accepting.useQuery(
    { address },
    { enabled: address !== "", refetchInterval: fallbackInterval },
  );
  return (
    <Card label="Which tokens would accept an address">
      <TableTools title="Which tokens would accept an address?">
        <AddressQuestion asked={asked} onAsk={(text) => void setAsked(text || null)} />
      </TableTools>
      {read && !read.ok ? (
        <CardSection>
          <FieldMessage live>{read.problem.message}</FieldMessage>
          {read.problem.suggestions.map((text) => (
            <button key={text} type="button" className="link text-13" onClick={() => void setAsked(text)}>
              {`Ask about ${text}`}
            </button>
          ))}
        </CardSection>
      ) : null}
      {address && data ? <Answer data={data} onChoose={onChoose} /> : null}
    </Card>
  );
}

function AddressQuestion({ asked, onAsk }: { asked: string; onAsk: (address: string) => void }) {
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAsk(text.trim());
  };
  return (
    <form onSubmit={submit} className="flex w-full gap-2 desk:w-auto">
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label="Address to ask about"
        placeholder="203.0.113.7"
        maxLength={longestAddressText}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        className="h-8 min-w-0 flex-1 rounded-lg border border-line-field bg-surface px-2.5 font-mono text-13 -outline-offset-2 placeholder:text-text-3 desk:w-[248px]"
      />
      <Button type="submit">Ask</Button>
      {asked ? (
        <Button variant="quiet" onPress={() => onAsk("")}>
          Clear
        </Button>
      ) : null}
    </form>
  );
}

function Answer({
  data,
  onChoose,
}: {
  data: RouterOutputs["securityTokens"]["accepting"];
  onChoose: Choose;
}) {
  const { accepting, tokens, total, address } = data;
  return (
    <>
      <CardSection>
        <p role="status" className="text-13">
          <b className="font-semibold">{accepting === 0 ? "No token" : counted(accepting, "token")}</b> would
          accept <Mono>{address}</Mono>
          {total > accepting ? `; ${total - accepting} held it once or will not let it in now` : ""}. Scopes
          and limits may refuse a call besides.
        </p>
      </CardSection>
      <DataTable
        label={`Tokens and ${address}`}
        columns={columnsOf(onChoose)}
        rows={tokens}
        rowKey={(row) => row.tokenId}
        isDim={(row) => row.refusal !== null}
        empty={<EmptyState>No network that was ever approved holds it.</EmptyState>}
      />
    </>
  );
}

const whyNot: Record<RefusingReason, string> = {
  token_revoked: "Token revoked",
  token_expired: "Token expired",
  token_suspended: "Token suspended",
  network_revoked: "Address revoked",
  network_expired: "Address expired",
  not_displayed: "No secret yet",
};

function columnsOf(onChoose: Choose): Column<Row>[] {
  return [
    {
      key: "token",
      heading: "Token",
      narrow: "title",
      cell: (row) => (
        <CellLines detail={row.name ?? row.purpose}>
          <button type="button" className="link" onClick={() => onChoose(row.tokenId)}>
            <Mono>{row.reference}</Mono>
          </button>
        </CellLines>
      ),
    },
    {
      key: "network",
      heading: "By its network",
      narrow: "labelled",
      cell: (row) => <CellLines detail={row.label}>{<Mono>{plainNetwork(row.network)}</Mono>}</CellLines>,
    },
    { key: "expires", heading: "Expires", narrow: "labelled", cell: (row) => shortDate(row.expiresAt) },
    {
      key: "answer",
      heading: "Answer",
      narrow: "corner",
      cell: (row) =>
        row.refusal === null ? (
          <StateChip state="live">Accepts</StateChip>
        ) : (
          <StateChip state="ended">{whyNot[row.refusal]}</StateChip>
        ),
    },
  ];
}
