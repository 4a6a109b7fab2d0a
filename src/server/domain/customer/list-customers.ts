import "server-only";
import type { PageEnd } from "../../db/queries/guarded-read";
import type { KeyRing } from "../keys";
import { type ListBounds, sealCursor } from "./list-cursor";
import type { ReadAnswer, ReadQueue } from "./read-queue";
import type { TokenCaller } from "./token-caller";

export interface ListQuery extends ListBounds {
  limit: number;
  after: PageEnd | null;
}

export interface ListAnswer extends ReadAnswer {
  nextCursor: string | null;
}

/**
 * One page of the whole program, by keyset: every customer that is there from the first page to the last comes exactly once,
 * whatever is written meanwhile; with `since`, no change is missed and no version comes twice. The page counts as one request
 * and as many customers as it has, is cut at the day's limit, and leaves with its record committed (rule 10).
 */
export async function listCustomers(
  reads: ReadQueue,
  keys: KeyRing,
  caller: TokenCaller,
  query: ListQuery | null,
): Promise<ListAnswer> {
  const request = { ...caller, operation: "list" as const, customerId: null };
  const answer = query
    ? await reads.ask({ ...request, wanted: query.wanted, faulty: false, page: query })
    : await reads.ask({ ...request, wanted: 0, faulty: true });
  return { ...answer, nextCursor: query && nextCursor(keys, answer, query) };
}

function nextCursor(keys: KeyRing, { page }: ReadAnswer, bounds: ListBounds): string | null {
  if (!page?.more || page.end.id === null) return null;
  return sealCursor(keys, { ...page.end, id: page.end.id }, bounds);
}
