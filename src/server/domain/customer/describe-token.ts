import "server-only";
import type { ReadAnswer, ReadQueue } from "./read-queue";
import type { TokenCaller } from "./token-caller";

/**
 * What a token may do, told to whoever holds it at an approved address. Goes the way of every read: authorised, limited by
 * the rate but not by the day, and recorded.
 */
export function describeToken(reads: ReadQueue, caller: TokenCaller, faulty: boolean): Promise<ReadAnswer> {
  return reads.ask({ ...caller, customerId: null, wanted: 0, operation: "describe", faulty });
}
