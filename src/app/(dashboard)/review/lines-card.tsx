"use client";

import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { Pager } from "@/components/pager";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { useKeysetPage } from "../use-keyset-page";
import { AnswerDialog, type Asked } from "./answer-dialogs";
import { lineColumns } from "./line-columns";
import { LinesTools, Nothing } from "./lines-tools";
import { isOpen, type Review, type ReviewLine, type Round } from "./review";
import { Selection } from "./selection";
import { useAnswers } from "./use-answers";
import { type LineFilter, useLineFilter } from "./use-line-filter";

interface LinesCardProps {
  round: Round;
  owners: Review["owners"];
  mayAnswer: boolean;
}

/** The page's place in the URL; what is no position begins at the first. */
const positionIn = (cursor: string | undefined) => (/^\d{1,7}$/.test(cursor ?? "") ? Number(cursor) : 0);

/** The lines of a round by token, each before its networks, a hundred a page; filter and place stand in the URL. */
export function LinesCard({ round, owners, mayAnswer }: LinesCardProps) {
  const { filter, setFilter } = useLineFilter(round);
  const place = useKeysetPage();
  const query = trpc.reviews.lines.useQuery(
    {
      roundId: round.id,
      state: filter.state,
      what: filter.what ?? "all",
      ownerId: owners.find(({ id }) => id === filter.owner)?.id ?? null,
      after: positionIn(place.cursor),
    },
    { refetchInterval: fallbackInterval, placeholderData: (last) => last },
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const answers = useAnswers();
  const rows = query.data?.lines;
  const may = mayAnswer && isOpen(round);
  const change = (next: Partial<LineFilter>) => {
    setChosen(new Set());
    void setFilter(next);
    void place.first();
  };
  const answered = (refused: string | null) => {
    if (refused === null) setChosen(new Set());
    return refused;
  };
  const choose = (line: ReviewLine, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(line.id);
    else next.delete(line.id);
    setChosen(next);
  };
  const nextAfter = query.data?.nextAfter ?? null;
  return (
    <Card label="Tokens and addresses">
      <LinesTools open={round.closedAt === null} filter={filter} owners={owners} onChange={change} />
      {may && rows ? (
        <Selection
          rows={rows}
          chosen={chosen}
          onChoose={setChosen}
          onAsk={(answer, lines) => setAsked({ answer, lines })}
        />
      ) : null}
      {query.error ? (
        <div className="p-4 desk:px-5">
          <Alert
            tone="refused"
            title="The list did not open."
            action={
              <Button size="sm" onPress={() => query.refetch()}>
                Try again
              </Button>
            }
          >
            {query.error.message}
          </Alert>
        </div>
      ) : (
        <DataTable
          label="Tokens and addresses"
          columns={lineColumns({
            may,
            chosen,
            onChoose: choose,
            onKeep: (line) => setAsked({ answer: "keep", lines: [line] }),
            onDrop: (line) => setAsked({ answer: "drop", lines: [line] }),
          })}
          rows={rows}
          rowKey={({ id }) => id}
          isSelected={({ id }) => chosen.has(id)}
          isDim={({ state }) => state === "ended"}
          skeletonRows={8}
          empty={
            <Nothing filter={filter} onClear={() => change({ state: "all", what: null, owner: null })} />
          }
        />
      )}
      {rows && (place.page > 1 || nextAfter !== null) ? (
        <Pager
          summary={`Page ${place.page}`}
          hasPrevious={place.page > 1}
          hasNext={nextAfter !== null}
          pending={query.isPlaceholderData}
          onPrevious={() => {
            setChosen(new Set());
            place.previous();
          }}
          onNext={() => {
            setChosen(new Set());
            if (nextAfter !== null) place.next(String(nextAfter));
          }}
        />
      ) : null}
      {asked ? (
        <AnswerDialog
          asked={asked}
          onClose={() => setAsked(null)}
          onKeep={async (ids) => answered(await answers.keep(ids))}
          onDrop={async (ids, reason) => answered(await answers.drop(ids, reason))}
        />
      ) : null}
      {answers.proofDialog}
    </Card>
  );
}
