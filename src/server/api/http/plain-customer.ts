import "server-only";
import { getCustomerDetails } from "@/server/domain/customer/get-customer-details";
import type { ReadAnswer } from "@/server/domain/customer/read-queue";
import { tokenCaller } from "@/server/domain/customer/token-caller";
import { type ClientFacts, runtime } from "@/server/runtime";
import { allFields } from "../../../contracts/customer-fields";
import { secretOf } from "./bearer";
import { failure } from "./failure";
import { customerText } from "./get-customer";
import { limitHeaders, refuseVerdict } from "./verdict";

/** An answer as it goes over the wire, without a Response being made of it; headers are names and values in turn. */
export interface PlainAnswer {
  status: number;
  headers: string[];
  text: string;
}

/**
 * Get Customer Details with Token, asked plainly: no parameters, no body, an id of the right form. The same verb, answers
 * and refusals as `getCustomer`, for less than half of its time. Null where the token is not well-formed: `publicApi` says so.
 */
export function readPlainCustomer(
  authorization: string,
  { address, requestId }: Pick<ClientFacts, "address" | "requestId">,
  customerId: string,
): Promise<PlainAnswer> | null {
  const secret = secretOf(authorization);
  if (secret === null) return null;
  const caller = tokenCaller(secret, address, requestId);
  return getCustomerDetails(runtime().reads, caller, { customerId, wanted: allFields }).then(
    (answer) =>
      answer.verdict === null
        ? allowed(answer, requestId)
        : toPlain(refuseVerdict(answer.verdict, answer, { requestId, address, errors: [] })),
    (error: unknown) => toPlain(failure(error, requestId)),
  );
}

function allowed(answer: ReadAnswer, requestId: string): PlainAnswer {
  const headers = [
    "Content-Type",
    "application/json",
    "Cache-Control",
    "no-store",
    "X-Request-Id",
    requestId,
  ];
  for (const [name, value] of Object.entries(limitHeaders(answer.limits))) headers.push(name, value);
  return { status: 200, headers, text: customerText(answer, requestId) };
}

async function toPlain(response: Response): Promise<PlainAnswer> {
  return { status: response.status, headers: [...response.headers].flat(), text: await response.text() };
}
