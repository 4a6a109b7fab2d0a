import { describeSize, type Network, parseAnyNetwork } from "@/contracts/network";
import { type Scope, scopeWords } from "@/contracts/scopes";
import { counted } from "@/contracts/words";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

const isOperation = (scope: Scope) => scope.startsWith("customers:");

/** "one customer at a time, with contact details and consent". */
export function readsWords(scopes: readonly Scope[]): string {
  const operations = scopes.filter(isOperation).map((scope) => scopeWords[scope].sentence);
  const fields = scopes.filter((scope) => !isOperation(scope)).map((scope) => scopeWords[scope].sentence);
  const groups = fields.length > 0 ? list.format(fields) : "points, tier and status only";
  return `${list.format(operations)}, with ${groups}`;
}

/** A signed time has one reading for everybody: a token lives to the last second of its day, UTC. */
const timeZone = "UTC";

/** "22 February 2027". */
export function signedDay(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(at);
}

/** "22 Feb 2027, 23:59 UTC". */
export function signedTime(at: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(at);
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(at);
  return `${day}, ${clock}`;
}

const units = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** "1 day", "90 minutes": a span in the largest unit that says it exactly. */
export function spanWords(seconds: number): string {
  const [size, unit] = units.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, "second"];
  return counted(seconds / size, unit);
}

/** "Both secrets work for 1 day after the new one is displayed". */
export function overlapWords(seconds: number): string {
  return seconds === 0
    ? "The old secret ends as the new one is displayed"
    : `Both secrets work for ${spanWords(seconds)} after the new one is displayed`;
}

/** "10 times as many", "half as many", "24 % more": how one number stands to another. */
export function factorWords(before: number, after: number): string {
  if (after === before) return "as before";
  const factor = after / before;
  if (factor === 2) return "twice as many";
  if (factor > 2) return `${Number(factor.toFixed(1)).toLocaleString("en")} times as many`;
  const percent = Math.round(Math.abs(factor - 1) * 100);
  return percent === 0
    ? after > before
      ? "a little more"
      : "a little less"
    : `${percent} % ${after > before ? "more" : "less"}`;
}

/** "258 addresses in 3 networks". */
export function extentWords(networks: number, addresses: bigint): string {
  return networks > 1
    ? `${describeSize(addresses)} in ${counted(networks, "network")}`
    : describeSize(addresses);
}

/** Stored networks as people read them, with their sizes; the rows hold canonical text, so each one parses. */
export function readNetworks<T extends { network: string }>(
  rows: readonly T[],
): Array<T & { read: Network }> {
  return rows.flatMap((row) => {
    const result = parseAnyNetwork(row.network);
    return result.ok ? [{ ...row, read: result.network }] : [];
  });
}

export const addressesOf = (networks: ReadonlyArray<{ read: Network }>) =>
  networks.reduce((sum, { read }) => sum + read.size, 0n);

/** A network as people read it: a single address without its prefix. */
export function networkText(cidr: string): string {
  const result = parseAnyNetwork(cidr);
  return result.ok ? result.network.text : cidr;
}
