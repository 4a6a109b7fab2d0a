import "server-only";
import type { ReadAnswer, ReadQueue } from "./read-queue";
import type { TokenCaller } from "./token-caller";

export interface CustomerQuery {
  customerId: string;
  /** Mask of the fields asked for. */
  wanted: number;
}

/**
 * Get Customer Details with Token. Guarantee: a customer leaves only with its record committed, for a live token, from a
 * live Approved IP, within scopes and limits as they stand at that commit (rule 10). `query` is null where the parameters
 * did not parse: the refusal is then decided, and recorded, in its turn (ASVS 8.2.2).
 */
export function getCustomerDetails(
  reads: ReadQueue,
  caller: TokenCaller,
  query: CustomerQuery | null,
): Promise<ReadAnswer> {
  const { customerId, wanted } = query ?? { customerId: null, wanted: 0 };
  const { secretHash, address, requestId } = caller;
  const faulty = query === null;
  return reads.ask({ secretHash, address, requestId, operation: "read", customerId, wanted, faulty });
}
