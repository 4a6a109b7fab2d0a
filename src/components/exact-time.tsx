"use client";

import { useSyncExternalStore } from "react";
import { exactTime, type Moment, zoneName } from "./format-time";

const never = () => () => {};
const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

/** "Today 11:12:20 CET": the reader's own time with its zone; UTC until the page is the browser's. */
export function ExactTime({ at, className }: { at: Moment; className?: string }) {
  const date = new Date(at);
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <time dateTime={date.toISOString()} className={className}>
      {here ? `${exactTime(date)} ${zoneName(date)}` : `${utc.format(date)} UTC`}
    </time>
  );
}
