"use client";

import { Card, CardHead, CardSection } from "@/components/card";
import { shortDate } from "@/components/format-time";
import { Meter } from "@/components/meter";
import { Stat, Stats } from "@/components/stat";
import { StateChip } from "@/components/state-chip";
import { isOpen, linesOf, progressWords, type Round } from "./review";

const number = (value: number) => value.toLocaleString("en");
/** From so many days on the end is near. */
const near = 7;

/** How far a round is. */
export function RoundCard({ round }: { round: Round }) {
  const { counts, openedAt, deadlineAt, closedAt, daysLeft } = round;
  const { all, left } = linesOf(round);
  const open = isOpen(round);
  const hurry = open && daysLeft <= near && counts.unanswered > 0;
  return (
    <Card label="Round">
      <CardHead
        title={`Review of ${shortDate(openedAt)}`}
        beside={
          closedAt ? (
            <StateChip state="ended">Closed {shortDate(closedAt)}</StateChip>
          ) : (
            <StateChip state={hurry ? "expiring" : "pending"}>
              {open ? `Until ${shortDate(deadlineAt)}` : "Ending"}
            </StateChip>
          )
        }
      />
      <CardSection>
        <p className="mb-2 text-13">{progressWords(round)}</p>
        <Meter
          value={all === 0 ? 1 : (all - left) / all}
          label="Answered"
          tone={hurry ? "expiring" : "accent"}
        />
      </CardSection>
      <div className="border-line border-t">
        <Stats>
          <Stat name="Kept" value={number(counts.answers.kept)} />
          <Stat name="Dropped" value={number(counts.answers.dropped)} />
          <Stat
            name={closedAt ? "Not attested" : "Waiting"}
            value={number(closedAt ? counts.answers.expired : counts.unanswered)}
            note={closedAt ? undefined : `expires ${shortDate(deadlineAt)}`}
          />
          <Stat name="Ended otherwise" value={number(counts.answers.ended)} />
        </Stats>
      </div>
    </Card>
  );
}
