import "server-only";
import type { LookupField } from "../../../contracts/customer-lookup";
import type { ReadAnswer, ReadQueue } from "./read-queue";
import type { TokenCaller } from "./token-caller";

export interface LookupQuery {
  /** The identifier that was named, even where its value is none; the scope depends on it. Null where none was. */
  by: LookupField | null;
  /** Null where the parameters did not parse. */
  asked: { value: string; wanted: number } | null;
}

/**
 * Get a customer by an identifier that is not its id: authorised, limited and recorded as every read is, and never by the
 * value in the record. An identifier of several customers is invalid_parameter: nobody's data are given on a guess.
 */
export function lookUpCustomer(
  reads: ReadQueue,
  caller: TokenCaller,
  { by, asked }: LookupQuery,
): Promise<ReadAnswer> {
  const { value, wanted } = asked ?? { value: null, wanted: 0 };
  const faulty = asked === null || by === null;
  return reads.ask({ ...caller, operation: by ?? "lookup", customerId: null, value, wanted, faulty });
}
