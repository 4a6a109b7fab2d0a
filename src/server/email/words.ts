import "server-only";
import type { MailedNetwork } from "@/contracts/mail-facts";
import { describeSize } from "@/contracts/network";
import type { Scope } from "@/contracts/scopes";
import { oneLine, type Span } from "./document";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

const readable: Partial<Record<Scope, string>> = {
  "fields:contact": "name, e-mail, phone and member number",
  "fields:sensitive": "birth date, home address and custom fields",
  "fields:consent": "e-mail and SMS consent",
};

/** "One customer at a time, with name, e-mail, phone and member number". */
export function mayRead(scopes: readonly Scope[]): string {
  const operations = [
    ...(scopes.includes("customers:read") ? ["one customer at a time"] : []),
    ...(scopes.includes("customers:list") ? ["whole lists of customers"] : []),
  ];
  const groups = scopes.flatMap((scope) => readable[scope] ?? []);
  const what = list.format(operations);
  const fields = groups.length > 0 ? `with ${groups.join("; ")}` : "with points, tier and status only";
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}, ${fields}`;
}

/** The groups of fields in a few words, for the preview line. */
export function readsShortly(scopes: readonly Scope[]): string {
  const words = [
    ...(scopes.includes("fields:contact") ? ["contact details"] : []),
    ...(scopes.includes("fields:sensitive") ? ["birth date and address"] : []),
    ...(scopes.includes("fields:consent") ? ["consent"] : []),
  ];
  const said = words.length > 0 ? list.format(words) : "points, tier and status";
  return said.charAt(0).toUpperCase() + said.slice(1);
}

const mostLines = 25;

/** One line a network; a range says how many addresses it covers. Long lists end in a count, the page has them all. */
export function networkLines(networks: readonly MailedNetwork[]): Array<readonly Span[]> {
  const shown = networks.slice(0, mostLines).map(({ text, size, label }): readonly Span[] => {
    const words = [...(size > 1n ? [describeSize(size)] : []), ...(label ? [oneLine(label)] : [])].join(", ");
    return [{ text, tone: "mono" }, ...(words ? [{ text: ` ${words}`, tone: "quiet" as const }] : [])];
  });
  const left = networks.length - shown.length;
  return left > 0 ? [...shown, [{ text: `and ${left} more, all on the page`, tone: "quiet" }]] : shown;
}

export function addressesInAll(networks: readonly MailedNetwork[]): string {
  return describeSize(networks.reduce((sum, { size }) => sum + size, 0n));
}

export const number = (value: number) => value.toLocaleString("en-GB");

/** "60 reads a minute, 5,000 customers a day". */
export function limitsWords(limits: {
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
}): string {
  const { ratePerMinute, dailyLimit, distinctCeiling } = limits;
  const ceiling =
    distinctCeiling === null ? "" : `, suspended above ${number(distinctCeiling)} different ones`;
  return `${number(ratePerMinute)} reads a minute, ${number(dailyLimit)} customers a day${ceiling}`;
}

const lengths = [
  { seconds: 86_400, name: "day" },
  { seconds: 3_600, name: "hour" },
  { seconds: 60, name: "minute" },
  { seconds: 1, name: "second" },
] as const;

/** "1 day, 6 hours": whole units, none left out. */
export function inWords(seconds: number): string {
  let left = seconds;
  const parts = lengths.flatMap((unit) => {
    const count = Math.floor(left / unit.seconds);
    left -= count * unit.seconds;
    return count > 0 ? [`${count} ${unit.name}${count > 1 ? "s" : ""}`] : [];
  });
  return parts.join(", ");
}

type Parts = Intl.DateTimeFormatOptions;
const format = (date: Date, timeZone: string, parts: Parts) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, ...parts }).format(date);

const clock: Parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };

/** "22 February 2027". */
export function onDay(date: Date, timeZone: string): string {
  return format(date, timeZone, { day: "numeric", month: "long", year: "numeric" });
}

/** "24 November 2026, 10:51 UTC". */
export function exactly(date: Date, timeZone: string): string {
  return `${onDay(date, timeZone)}, ${format(date, timeZone, clock)}`;
}

/** "Friday 27 November at 10:51 UTC". */
export function weekday(date: Date, timeZone: string): string {
  const day = format(date, timeZone, { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
  return `${day} at ${format(date, timeZone, clock)}`;
}

/** "within 30 days". */
export const inDays = (days: number) => (days === 1 ? "within a day" : `within ${days} days`);
