"use client";

import { useSyncExternalStore } from "react";
import { exactTime, exactTimeWithin, type Moment, zoneName } from "./format-time";

const never = () => () => {};
const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

interface ExactTimeProps {
  at: Moment;
  /** It stands within a sentence: "today", not "Today". */
  within?: boolean;
  className?: string;
}

/** "Today 11:12:20 CET": the reader's own time with its zone; UTC until the page is the browser's. */
export function ExactTime({ at, within, className }: ExactTimeProps) {
  const date = new Date(at);
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <time dateTime={date.toISOString()} className={className}>
      {here
        ? `${within ? exactTimeWithin(date) : exactTime(date)} ${zoneName(date)}`
        : `${utc.format(date)} UTC`}
    </time>
  );
}
