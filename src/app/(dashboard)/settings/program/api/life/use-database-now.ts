"use client";

import { useEffect, useMemo, useState } from "react";

/** The database's time, every second: the page's clock, set by what the server said with its last answer. */
export function useDatabaseNow(told: Date): number {
  const ahead = useMemo(() => told.getTime() - Date.now(), [told]);
  const [now, setNow] = useState(told.getTime());
  useEffect(() => {
    setNow(Date.now() + ahead);
    const timer = setInterval(() => setNow(Date.now() + ahead), 1000);
    return () => clearInterval(timer);
  }, [ahead]);
  return now;
}
