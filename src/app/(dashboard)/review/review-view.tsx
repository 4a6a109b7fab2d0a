"use client";

import { ListChecks } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { shortDate } from "@/components/format-time";
import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/skeleton";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { LinesCard } from "./lines-card";
import { PastRounds } from "./past-rounds";
import type { Review } from "./review";
import { RoundCard } from "./round-card";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The yearly review: every live token and Approved IP, kept or dropped; what nobody answers in time expires. */
export function ReviewView() {
  // Another round begins at its first page.
  const [{ round: roundId }, setPlace] = useQueryStates({
    ...{ round: parseAsString, cursor: parseAsString, page: parseAsInteger, state: parseAsString },
  });
  const setRoundId = (round: string | null) => setPlace({ round, cursor: null, page: null, state: null });
  const query = trpc.reviews.show.useQuery(
    { roundId: roundId !== null && uuid.test(roundId) ? roundId : null },
    { refetchInterval: fallbackInterval },
  );
  return (
    <Page>
      <PageHeader
        title="Yearly review"
        lead="Every live token and Approved IP is kept or dropped by a Security Admin who did not ask for it. What nobody answers in time expires."
      />
      {query.error ? (
        <Alert
          tone="refused"
          title="The review did not open."
          action={
            <Button size="sm" onPress={() => void setRoundId(null).then(() => query.refetch())}>
              Try again
            </Button>
          }
        >
          {query.error.message}
        </Alert>
      ) : query.data ? (
        <Shown review={query.data} onShow={(id) => void setRoundId(id)} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Page>
  );
}

function Shown({ review, onShow }: { review: Review; onShow: (roundId: string) => void }) {
  const { round, rounds, owners, nextAt, mayAnswer } = review;
  if (!round) {
    return (
      <Card label="Review">
        <EmptyState icon={<ListChecks />}>
          {nextAt
            ? `There was none yet. The first one opens by itself on ${shortDate(nextAt)}, and every Security Admin is told.`
            : "There is nothing to review yet. The first one opens by itself a year after the first approval."}
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <RoundCard round={round} />
      <LinesCard key={round.id} round={round} owners={owners} mayAnswer={mayAnswer} />
      <PastRounds rounds={rounds} currentId={round.id} onShow={({ id }) => onShow(id)} />
      {nextAt && round.closedAt ? (
        <p className="text-13 text-text-3">The next review opens by itself on {shortDate(nextAt)}.</p>
      ) : null}
    </>
  );
}
