"use client";

import Link from "next/link";
import { cx } from "@/components/cx";
import { shortDate, timeLeft } from "@/components/format-time";
import { Mono } from "@/components/mono";
import { RequestStateChip } from "@/components/request/request-state-chip";
import { extentWords } from "@/components/request/request-words";
import { useNow } from "@/components/request/use-now";
import { Skeleton } from "@/components/skeleton";
import { requestKindWords } from "@/contracts/request-kinds";
import { QueueNotes } from "./queue-notes";
import type { QueueRow } from "./queue-row";

interface QueueEntryProps {
  row: QueueRow;
  href: string;
  current: boolean;
  fresh?: boolean;
}

/** One request in the queue: what for, who asks, who was asked, how long it waits. */
export function QueueEntry({ row, href, current, fresh = false }: QueueEntryProps) {
  const now = useNow();
  const pending = row.state === "pending";
  const quiet = current ? "text-text-2" : "text-text-3";
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
          {row.reference ? (
            <Mono strong className="text-[12.5px]">
              {row.reference}
            </Mono>
          ) : (
            <span className="truncate font-medium text-[12.5px]">{requestKindWords[row.kind]}</span>
          )}
          <span className={cx("text-12 whitespace-nowrap", quiet)}>
            {pending
              ? now && `${timeLeft(now, row.createdAt)} old`
              : shortDate(row.decidedAt ?? row.expiresAt)}
          </span>
        </span>
        <span className="truncate font-medium text-13">{row.purpose}</span>
        <span className={cx("text-12", quiet)}>{detailOf(row)}</span>
        {pending ? <QueueNotes row={row} className={quiet} /> : null}
        <span className="mt-1 flex items-center justify-between gap-2">
          <RequestStateChip state={row.state} expiresAt={row.expiresAt} />
          {pending ? (
            <span className={cx("text-12 whitespace-nowrap", quiet)}>
              {now ? `${timeLeft(row.expiresAt, now)} left` : null}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}

function detailOf(row: QueueRow): string {
  const kind = row.reference ? `${requestKindWords[row.kind]} · ` : "";
  if (row.state === "approved" || row.state === "rejected") {
    return `${kind}${row.requesterName} · by ${row.deciderName ?? "a Security Admin"}`;
  }
  const extent = row.networks > 0 ? ` · ${extentWords(row.networks, BigInt(row.addresses))}` : "";
  return `${kind}${row.requesterName}${extent}`;
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
