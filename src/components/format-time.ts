export type Moment = Date | string | number;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", options);
const dayMonth = format({ day: "numeric", month: "short" });
const dayMonthYear = format({ day: "numeric", month: "short", year: "numeric" });
const utcDay = format({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const clock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
const daysBetween = (from: Date, to: Date) => Math.round((startOfDay(to) - startOfDay(from)) / day);

/** "22 Feb 2027": the UTC day, which is the one that was signed, the same for every reader. */
export function shortDate(at: Moment): string {
  return utcDay.format(new Date(at));
}

const shortClock = format({ hour: "2-digit", minute: "2-digit" });

/** "14:32", in the reader's zone. */
export const shortTime = (at: Moment) => shortClock.format(new Date(at));

/** "Today 11:12:20", "24 Nov 2026 11:12:20": for history, where order counts. */
export function exactTime(at: Moment, now: Moment = Date.now()): string {
  const date = new Date(at);
  const past = daysBetween(date, new Date(now));
  const name = past === 0 ? "Today" : past === 1 ? "Yesterday" : dayMonthYear.format(date);
  return `${name} ${clock.format(date)}`;
}

/** "today 11:12:20": the same within a sentence. */
export const exactTimeWithin = (at: Moment, now?: Moment) =>
  exactTime(at, now).replace(/^(Today|Yesterday)/, (name) => name.toLowerCase());

const zoned = format({ timeZoneName: "short" });

/** "CET": the reader's zone as it is at that moment. */
export function zoneName(at: Moment): string {
  return zoned.formatToParts(new Date(at)).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** "11 min ago", "Yesterday", "2 Nov", "in 7 days": for tables, with the exact time on hover. */
export function relativeTime(at: Moment, now: Moment = Date.now()): string {
  const date = new Date(at);
  const present = new Date(now);
  const ahead = date.getTime() - present.getTime();
  return ahead > 0 ? inFuture(date, present, ahead) : inPast(date, present, -ahead);
}

function inPast(date: Date, now: Date, ago: number): string {
  if (ago < minute) return "just now";
  if (ago < hour) return `${Math.floor(ago / minute)} min ago`;
  const days = daysBetween(date, now);
  if (days === 0) return `${Math.floor(ago / hour)} h ago`;
  if (days === 1) return "Yesterday";
  return date.getFullYear() === now.getFullYear() ? dayMonth.format(date) : dayMonthYear.format(date);
}

function inFuture(date: Date, now: Date, ahead: number): string {
  if (ahead < minute) return "in under a minute";
  if (ahead < hour) return `in ${Math.floor(ahead / minute)} min`;
  if (ahead < day) return `in ${Math.floor(ahead / hour)} h`;
  const days = daysBetween(now, date);
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

/** "2 d 23 h", "5 h", "14 min": what is left until a moment, or "none". */
export function timeLeft(until: Moment, now: Moment = Date.now()): string {
  const left = new Date(until).getTime() - new Date(now).getTime();
  if (left <= 0) return "none";
  if (left >= day) return [`${Math.floor(left / day)} d`, `${Math.floor((left % day) / hour)} h`].join(" ");
  if (left >= hour) return `${Math.floor(left / hour)} h`;
  return `${Math.max(1, Math.floor(left / minute))} min`;
}
