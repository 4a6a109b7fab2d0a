"use client";

import { Card } from "@/components/card";
import { Skeleton } from "@/components/skeleton";
import { Stat, Stats } from "@/components/stat";
import { StateIcon } from "@/components/state-icon";
import { expiringDays } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";

/** How many tokens there are, and how they stand. */
export function TokenStats({ openRequests }: { openRequests: number | undefined }) {
  const { data } = trpc.securityTokens.list.useQuery(
    { group: "live", search: "", page: 1 },
    { refetchInterval: fallbackInterval },
  );
  const counts = data?.counts;
  return (
    <Card label="Tokens">
      <Stats>
        <Stat
          name="Live tokens"
          value={figure(counts && counts.live + counts.expiring)}
          note="expiring and undisplayed ones included"
        />
        <Stat
          name="Expiring"
          value={figure(counts?.expiring)}
          note={
            <>
              {counts && counts.expiring > 0 ? (
                <StateIcon state="expiring" className="size-3.5 text-expiring" />
              ) : null}
              within {expiringDays} days
            </>
          }
        />
        <Stat name="Your open requests" value={figure(openRequests)} />
        <Stat name="Ended" value={figure(counts?.ended)} note="expired, revoked or rejected" />
      </Stats>
    </Card>
  );
}

function figure(value: number | undefined) {
  return value === undefined ? <Skeleton className="my-1 h-6 w-10" /> : value.toLocaleString("en");
}
