/** "Good morning", by the hour in the zone; the reader's own where none is named. */
export function greeting(at: Date, timeZone?: string): string {
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(at),
  );
  if (hour < 5 || hour >= 18) return "Good evening";
  return hour < 12 ? "Good morning" : "Good afternoon";
}

/** "Tuesday 24 November". */
export function longDate(at: Date, timeZone?: string): string {
  const parts = { timeZone, weekday: "long", day: "numeric", month: "long" } as const;
  return new Intl.DateTimeFormat("en-GB", parts).format(at).replace(",", "");
}
