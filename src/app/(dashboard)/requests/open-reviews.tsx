"use client";

import Link from "next/link";
import { Count } from "@/components/count";
import { cx } from "@/components/cx";
import { RelativeTime } from "@/components/relative-time";
import { StateIcon } from "@/components/state-icon";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import type { QueueRole } from "./queue-filter";

/** Emergency accesses whose review is open, with their age; above what waits, and not there while there is none. */
export function OpenReviews({ role, currentId }: { role: QueueRole; currentId: string | undefined }) {
  const { data } = trpc.emergencyAccess.reviews.useQuery(undefined, {
    enabled: role.decides || role.manages,
    refetchInterval: fallbackInterval,
  });
  if (!data || data.length === 0) return null;
  return (
    <section aria-label="Emergency accesses to review" className="border-line border-b">
      <h3 className="flex items-center gap-2 px-4 pt-3 pb-1 text-12 text-text-2">
        Emergency accesses to review <Count value={data.length} hot label="open reviews" />
      </h3>
      <ul>
        {data.map((one) => (
          <li key={one.requestId}>
            <Link
              href={`/requests/${one.requestId}`}
              aria-current={one.requestId === currentId ? "page" : undefined}
              className={cx(
                "flex items-start gap-2 px-4 py-2.5 text-13 hover:bg-surface-2",
                one.requestId === currentId && "bg-surface-3",
              )}
            >
              <StateIcon state="expiring" className="mt-0.5 text-expiring" />
              <span className="min-w-0">
                <span className="block font-medium">{one.personName}</span>
                <span className="block text-12 text-text-3">
                  {one.live ? "Open now, since " : "Opened "}
                  <RelativeTime at={one.startsAt} />
                  {one.mayClose ? "" : "; another person closes it"}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
