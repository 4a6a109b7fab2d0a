import { describeSize, type Network, parseAnyNetwork } from "@/contracts/network";
import { type Scope, scopeWords } from "@/contracts/scopes";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

const kinds: Record<string, string> = { new_token: "New token" };

/** What is asked for, as the queue names it. */
export const kindWords = (kind: string) => kinds[kind] ?? "Request";

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

interface AskedFor {
  purpose: string;
  scopes: readonly Scope[];
  addresses: bigint;
  tokenExpiresAt: Date;
}

/** The request as one sentence that can be answered. */
export function requestQuestion(asked: AskedFor): string {
  const { purpose, scopes, addresses, tokenExpiresAt } = asked;
  const until = signedDay(tokenExpiresAt);
  return `Let “${purpose}” read ${readsWords(scopes)}, from ${describeSize(addresses)} until ${until}?`;
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

/** "1 network", "3 networks". */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
