"use client";

import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { Meter } from "@/components/meter";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { progressWords } from "../review/review";

/** While a round of the yearly review is open: how far it is, and the way there. */
export function ReviewCard() {
  const { data: round } = trpc.reviews.open.useQuery(undefined, { refetchInterval: fallbackInterval });
  if (!round) return null;
  const { counts } = round;
  const all = counts.tokens + counts.networks;
  return (
    <Card label="Yearly review">
      <CardHead title="Yearly review" actions={<Button href="/review">Open</Button>} />
      <CardSection>
        <p className="mb-2 text-13">{progressWords(round)}</p>
        <Meter value={all === 0 ? 1 : (all - counts.unanswered) / all} label="Answered" />
      </CardSection>
    </Card>
  );
}
