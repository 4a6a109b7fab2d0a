import "server-only";
import type { LookupField } from "../../../contracts/customer-lookup";
import type { HotClient } from "../client";

/** What is asked; a lookup by the name of its identifier, or as such where it named none. */
export type Operation = "read" | "describe" | "list" | "lookup" | LookupField;

/** One request as the guarded read takes it. */
export interface GuardedRequest {
  /** SHA-256 of the secret, in hex. */
  secretHash: string;
  /** Canonical, or null where it cannot be trusted. */
  address: string | null;
  /** Every network that holds the address; none opens for no address. */
  prefixes: readonly string[];
  requestId: string;
  operation: Operation;
  /** Null where the request reads no customer by id, or where its parameters did not parse. */
  customerId: string | null;
  /** What a customer is looked up by. */
  value?: string | null;
  /** Mask of the fields asked for (contracts/customer-fields). */
  wanted: number;
  faulty: boolean;
  /** Which page a list asks for. */
  page?: PageRequest | null;
}

export interface PageRequest {
  limit: number;
  /** RFC 3339 with microseconds; null for all customers, by id. */
  since: string | null;
  after: PageEnd | null;
}

/** Where a page ended: the place that the next one begins behind. */
export interface PageEnd {
  /** The token that the place was given to. */
  token: string;
  id: string;
  /** When that customer was changed, in a list by time of change. */
  at: string | null;
}

/** One answer, in the order of the requests. Limits are null for a secret that nobody knows. */
export interface GuardedRow {
  place: number;
  verdict: string | null;
  body: string | null;
  omitted: number;
  rateLimit: number | null;
  rateLeft: number;
  rateReset: number;
  dailyLimit: number;
  dailyLeft: number;
  dailyReset: number;
  retryAfter: number | null;
  missingScope: string | null;
  /** JSON of how a list's page ended. */
  pageEnd: string | null;
}

/** One call of the guarded read. */
export type GuardedRead = (hot: HotClient, requests: readonly GuardedRequest[]) => Promise<GuardedRow[]>;

/**
 * Authorises, limits, reads and records a batch in one prepared call and one transaction; resolves once it is committed
 * (postgres.js settles a query at ReadyForQuery). A request for a page comes alone.
 */
export const guardedRead: GuardedRead = createGuardedRead(() => {});

/** The same, and tells when a call's first answer arrives: before the commit is known, so that nothing may leave then. */
export function createGuardedRead(onAnswering: () => void): GuardedRead {
  const take = (columns: Columns, arrived: GuardedRow[]) => {
    if (arrived.push(toRow(columns)) === 1) onAnswering();
  };
  return async (hot, requests) => {
    const arrived = await queryOf(hot, requests).forEach(take);
    const rows = inOrder(arrived, requests.length);
    // V8 may carry a query that has ended into its old heap with all that it reaches, and two cores are held up for 50 ms
    // whenever that heap is collected: nothing large hangs on it.
    arrived.length = 0;
    return rows;
  };
}

function queryOf(hot: HotClient, requests: readonly GuardedRequest[]): RowByRow {
  const callers = distinctCallers(requests);
  const column = (of: (request: GuardedRequest) => string | null) => arrayText(requests.map(of));
  const page = requests[0]?.page ?? null;
  const values = requests.some(({ value }) => value != null) ? column(({ value }) => value ?? null) : null;
  return hot`
    select place, verdict, body, omitted, rate_limit, rate_left, rate_reset, daily_limit, daily_left, daily_reset,
      retry_after, missing_scope, page_end
    from countersign_guarded_read(
      ${arrayText(callers.first.map(({ secretHash }) => `\\x${secretHash}`))}::bytea[],
      ${arrayText(callers.first.map(({ address }) => address))}::inet[],
      ${arrayText(callers.first.map(({ prefixes }) => `{${prefixes.join(",")}}`))}::text[],
      ${`{${callers.places.join(",")}}`}::integer[],
      ${column(({ requestId }) => requestId)}::text[],
      ${column(({ customerId }) => customerId)}::text[],
      ${`{${requests.map(({ wanted }) => wanted).join(",")}}`}::integer[],
      ${column(({ operation }) => operation)}::text[],
      ${column(({ faulty }) => (faulty ? "t" : "f"))}::boolean[],
      ${values}::text[],
      ${page?.limit ?? null}::integer,
      ${page?.after?.token ?? null}::uuid,
      ${page?.since ?? null}::text::timestamptz,
      ${page?.after?.at ?? null}::text::timestamptz,
      ${page?.after?.id ?? null}::text
    )`.values() as unknown as RowByRow;
}

/** In the library's types a query of plain rows has no `forEach`. */
interface RowByRow {
  /** `each` is given the list that the query resolves with, too, which is empty but for what it puts there. */
  forEach(each: (row: Columns, arrived: GuardedRow[]) => void): Promise<GuardedRow[]>;
}

/** A row as it comes, which costs less to make than one with a name for each column. */
type Columns = [
  place: number,
  verdict: string | null,
  body: string | null,
  omitted: number,
  rateLimit: number | null,
  rateLeft: number,
  rateReset: number,
  dailyLimit: number,
  dailyLeft: number,
  dailyReset: number,
  retryAfter: number | null,
  missingScope: string | null,
  pageEnd: string | null,
];

function toRow(columns: Columns): GuardedRow {
  return {
    place: columns[0],
    verdict: columns[1],
    body: columns[2],
    omitted: columns[3],
    rateLimit: columns[4],
    rateLeft: columns[5],
    rateReset: columns[6],
    dailyLimit: columns[7],
    dailyLeft: columns[8],
    dailyReset: columns[9],
    retryAfter: columns[10],
    missingScope: columns[11],
    pageEnd: columns[12],
  };
}

/** Each pair of secret and address once, and the place of every request's caller among them, from 1. */
function distinctCallers(requests: readonly GuardedRequest[]) {
  const places = new Map<string, number>();
  const first: GuardedRequest[] = [];
  const own = requests.map((request) => {
    const pair = `${request.secretHash} ${request.address}`;
    const known = places.get(pair);
    if (known !== undefined) return known;
    first.push(request);
    places.set(pair, first.length);
    return first.length;
  });
  return { first, places: own };
}

function inOrder(rows: readonly GuardedRow[], count: number): GuardedRow[] {
  const ordered = new Array<GuardedRow>(count);
  for (const row of rows) ordered[row.place - 1] = row;
  if (rows.length !== count)
    throw new Error(`The guarded read gave ${rows.length} answers to ${count} requests.`);
  return ordered;
}

/** A Postgres array literal; every element is quoted. */
function arrayText(values: ReadonlyArray<string | null>): string {
  const quoted = values.map((value) => (value === null ? "NULL" : `"${value.replace(/["\\]/g, "\\$&")}"`));
  return `{${quoted.join(",")}}`;
}
