"use client";

import Link from "next/link";
import { cx } from "@/components/cx";
import { shortDate, timeLeft } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RequestStateChip } from "@/components/request/request-state-chip";
import { counted, kindWords } from "@/components/request/request-words";
import { useNow } from "@/components/request/use-now";
import { Skeleton } from "@/components/skeleton";
import { describeSize } from "@/contracts/network";
import { requestKindWords } from "@/contracts/request-kinds";
import type { RouterOutputs } from "@/trpc/client";

export type QueueRow = RouterOutputs["accessRequests"]["list"]["requests"][number];

interface QueueEntryProps {
  row: QueueRow;
  href: string;
  current: boolean;
  fresh?: boolean;
}

/** One request in the queue: what for, who asks, how wide, how long it waits. */
export function QueueEntry({ row, href, current, fresh = false }: QueueEntryProps) {
  const now = useNow();
  const pending = row.state === "pending";
  return (
    <li className={cx("border-line border-b", fresh && "fresh")}>
      <Link
        href={href}
        aria-current={current ? "true" : undefined}
        className={cx(
          "relative grid gap-0.5 px-4 py-3 -outline-offset-2",
          current
            ? "bg-accent-soft before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent"
            : "hover:bg-surface-2",
        )}
      >
        <span className="flex items-baseline justify-between gap-2">
          <Mono strong className="text-[12.5px]">
            {row.reference ?? requestKindWords[row.kind]}
          </Mono>
          <span className={cx("text-12 whitespace-nowrap", quiet(current))} suppressHydrationWarning>
            {pending ? now && timeLeft(now, row.createdAt) : shortDate(row.decidedAt ?? row.expiresAt)}
          </span>
        </span>
        <span className="truncate font-medium text-13">{row.purpose}</span>
        <span className={cx("text-12", quiet(current))}>{detailOf(row)}</span>
        <span className="mt-1 flex items-center justify-between gap-2">
          <RequestStateChip state={row.state} expiresAt={row.expiresAt} />
          {pending ? (
            <span className={cx("text-12 whitespace-nowrap", quiet(current))}>
              {now ? `${timeLeft(row.expiresAt, now)} left` : null}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}

const quiet = (current: boolean) => (current ? "text-text-2" : "text-text-3");

function detailOf(row: QueueRow): string {
  if (row.state === "approved" || row.state === "rejected") {
    return `${row.requesterName} · by ${row.deciderName ?? "a Security Admin"}`;
  }
  const networks = row.networks > 1 ? `${counted(row.networks, "network")}, ` : "";
  return `${kindWords(row.kind)} · ${row.requesterName} · ${networks}${describeSize(BigInt(row.addresses ?? 0))}`;
}

/** The queue while it loads, in its final size. */
export function QueueSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      {[0, 1, 2].map((index) => (
        <div key={index} className="grid gap-2 border-line border-b px-4 py-3.5">
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-4 w-44" />
          <Skeleton className="h-3 w-36" />
          <Skeleton className="h-5 w-20 rounded-full" />
        </div>
      ))}
    </div>
  );
}
