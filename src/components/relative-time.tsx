"use client";

import { useEffect, useState } from "react";
import { exactTime, type Moment, relativeTime, zoneName } from "./format-time";

/** A time as people say it, with the exact one on hover; it keeps up while the page stands open. */
export function RelativeTime({ at, className }: { at: Moment; className?: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={`${exactTime(at)} ${zoneName(at)}`}
      suppressHydrationWarning
      className={className ?? "whitespace-nowrap"}
    >
      {relativeTime(at)}
    </time>
  );
}
