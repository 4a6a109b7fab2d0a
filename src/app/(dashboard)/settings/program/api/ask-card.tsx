"use client";

import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { Mono } from "@/components/mono";
import { Pager, pageSummary } from "@/components/pager";
import { RelativeTime } from "@/components/relative-time";
import { SearchField } from "@/components/search-field";
import { Skeleton } from "@/components/skeleton";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { TokenStateChip } from "./token-state-chip";

type Ask = RouterOutputs["addressAsks"]["get"];

interface AskCardProps {
  ask: Ask;
  onToken: (tokenId: string) => void;
  onNew: () => void;
  onLeave: () => void;
}

/** "Add to a token…": to which live token the address of a member of staff is added, or a new one. */
export function AskCard({ ask, onToken, onNew, onLeave }: AskCardProps) {
  return (
    <Card label="Add to a token">
      <CardHead
        title={`Add ${ask.address} to a token`}
        actions={
          <Button variant="quiet" onPress={onLeave}>
            Not now
          </Button>
        }
      />
      <CardSection className="stack-4">
        <Alert tone={ask.state === "open" ? "neutral" : "expiring"} title={titleOf(ask)}>
          {ask.note ? <span className="wrap-anywhere">“{ask.note}” </span> : null}
          Asked <RelativeTime at={ask.at} />. Any live Approved IP opens the staff screens to them, whichever
          token it belongs to.
        </Alert>
        {ask.state === "open" ? <Choice onToken={onToken} onNew={onNew} /> : null}
      </CardSection>
    </Card>
  );
}

function titleOf({ askedBy, address, state, reference }: Ask): string {
  const wish = `${askedBy.name} asks for ${address}`;
  if (state === "open") return wish;
  if (state === "in_approval") return `${wish}; a request for ${reference ?? "it"} waits for a decision`;
  return `${wish}; this was answered already`;
}

function Choice({ onToken, onNew }: Pick<AskCardProps, "onToken" | "onNew">) {
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(1);
  const live = trpc.securityTokens.list.useQuery({ group: "standing", search, page });
  const { data } = live;
  const total = data?.counts.standing ?? 0;
  const offset = (page - 1) * (data?.size ?? 0);
  return (
    <section aria-label="Live tokens" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3>Choose a live token</h3>
        <span className="flex flex-wrap gap-2">
          <SearchField
            value={search}
            onSearch={(words) => {
              setSearch(words);
              setPage(1);
            }}
            placeholder="Reference, purpose, address"
            label="Search live tokens"
          />
          <Button onPress={onNew}>Start a new token</Button>
        </span>
      </div>
      {data ? null : <Skeleton className="h-24" />}
      {data?.tokens.length === 0 ? (
        <EmptyState action={<Button onPress={onNew}>Start a new token</Button>}>
          No live token takes it.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line rounded-lg border border-line empty:hidden">
        {data?.tokens.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2 text-13">
            <span className="flex min-w-0 flex-wrap items-center gap-2">
              <Mono>{row.reference}</Mono>
              <span className="wrap-anywhere">{row.name ?? row.purpose}</span>
              <TokenStateChip state={row.state} />
            </span>
            <Button
              size="sm"
              disabled={row.openRequestId !== null}
              onPress={() => onToken(row.id)}
              aria-label={`Add to ${row.reference}`}
            >
              {row.openRequestId ? "Has an open request" : "Add to this token"}
            </Button>
          </li>
        ))}
      </ul>
      {data && total > data.size ? (
        <Pager
          summary={pageSummary(offset, data.tokens.length, total)}
          hasPrevious={page > 1}
          hasNext={data.more}
          onPrevious={() => setPage(page - 1)}
          onNext={() => setPage(page + 1)}
        />
      ) : null}
    </section>
  );
}
