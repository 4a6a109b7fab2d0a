import "server-only";
import { getCustomerDetails } from "@/server/domain/customer/get-customer-details";
import type { ReadAnswer } from "@/server/domain/customer/read-queue";
import { tokenCaller } from "@/server/domain/customer/token-caller";
import { type ClientFacts, runtime } from "@/server/runtime";
import { readBearer } from "./bearer";
import { json } from "./json";
import { omittedText } from "./omitted";
import { readCustomerParameters } from "./parameters";
import { refuseShape } from "./shape";
import { refuseVerdict } from "./verdict";

/** GET /customers/{customerId}: Get Customer Details with Token. */
export async function getCustomer(
  request: Request,
  { address, requestId }: ClientFacts,
  customerId: string,
): Promise<Response> {
  const misshapen = refuseShape(request, requestId);
  if (misshapen) return misshapen;
  const parameters = new URL(request.url).searchParams;
  const bearer = readBearer(request, parameters, requestId);
  if ("refusal" in bearer) return bearer.refusal;
  const { query, errors } = readCustomerParameters(customerId, parameters);
  const caller = tokenCaller(bearer.secret, address, requestId);
  const answer = await getCustomerDetails(runtime().reads, caller, query);
  if (answer.verdict) return refuseVerdict(answer.verdict, answer, { requestId, address, errors });
  return json(customerText(answer, requestId), requestId, answer.limits);
}

/** The body of a 200. */
export function customerText({ body, omitted }: ReadAnswer, requestId: string): string {
  return `{"data":${body},"omitted_fields":${omittedText(omitted)},"request_id":"${requestId}"}`;
}
