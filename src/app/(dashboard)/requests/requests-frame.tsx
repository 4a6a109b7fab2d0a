"use client";

import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "@/components/cx";
import { Queue } from "./queue";
import type { QueueRole } from "./queue-filter";

/** As high as the window leaves, whatever stands above it. The queue at the left, scrolling by itself; narrow, one of the two at a time. */
export function RequestsFrame({ role, children }: { role: QueueRole; children: ReactNode }) {
  const { requestId } = useParams<{ requestId?: string }>();
  return (
    <div className="grid flex-1 desk:grid-cols-[288px_minmax(0,1fr)]">
      <div
        className={cx(
          "border-line bg-surface desk:sticky desk:top-(--bar) desk:max-h-[calc(100vh-var(--bar))] desk:self-stretch desk:overflow-y-auto desk:border-r desk:[contain:size]",
          requestId && "max-desk:hidden",
        )}
      >
        <Queue role={role} currentId={requestId} />
      </div>
      <div className={cx("min-w-0", !requestId && "max-desk:hidden")}>{children}</div>
    </div>
  );
}
