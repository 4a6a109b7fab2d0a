"use client";

import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { relativeTime, shortDate } from "@/components/format-time";
import { Skeleton } from "@/components/skeleton";
import { StateIcon } from "@/components/state-icon";
import { expiringDays } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { TodoRow } from "./todo-row";

/** Live tokens whose end is near. */
export function ExpiresSoonCard() {
  const { data } = trpc.securityTokens.list.useQuery(
    { group: "expiring", search: "", page: 1 },
    { refetchInterval: fallbackInterval },
  );
  return (
    <Card label="Expires soon">
      <CardHead title="Expires soon" />
      {data ? null : (
        <CardSection>
          <Skeleton className="h-9 w-full" />
        </CardSection>
      )}
      <ul>
        {data?.tokens.map(({ id, purpose, reference, expiresAt }) => (
          <TodoRow
            key={id}
            icon={<StateIcon state="expiring" />}
            tone="bg-expiring-soft text-expiring"
            title={purpose}
            detail={`${reference}, ${shortDate(expiresAt)}, ${relativeTime(expiresAt)}`}
            action={<Button href={`/settings/program/api?token=${id}`}>See</Button>}
          />
        ))}
      </ul>
      {data?.tokens.length === 0 ? (
        <CardSection>
          <p className="text-13 text-text-3">No live token ends within {expiringDays} days.</p>
        </CardSection>
      ) : null}
    </Card>
  );
}
