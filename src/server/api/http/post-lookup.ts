import "server-only";
import type { LookupField } from "@/contracts/customer-lookup";
import type { ParameterError } from "@/contracts/problem";
import { lookUpCustomer } from "@/server/domain/customer/look-up-customer";
import { tokenCaller } from "@/server/domain/customer/token-caller";
import { type ClientFacts, runtime } from "@/server/runtime";
import { readBearer } from "./bearer";
import { json } from "./json";
import { readLookupBody } from "./lookup-body";
import { omittedText } from "./omitted";
import { readFields, unknownParameters } from "./parameters";
import { readBody, refuseShape } from "./shape";
import { refuseVerdict } from "./verdict";

/** POST /customers/lookup: a customer by an identifier that is personal data, or by the one of another system. */
export async function postLookup(request: Request, { address, requestId }: ClientFacts): Promise<Response> {
  const misshapen = refuseShape(request, requestId, "POST");
  if (misshapen) return misshapen;
  const body = await readBody(request, requestId);
  if ("refusal" in body) return body.refusal;
  const parameters = new URL(request.url).searchParams;
  const bearer = readBearer(request, parameters, requestId);
  if ("refusal" in bearer) return bearer.refusal;
  const { by, value, errors } = readLookupBody(body.text);
  errors.push(...unknownParameters(parameters, ["fields"]));
  const wanted = readFields(parameters, errors);
  const asked = value === null || errors.length > 0 ? null : { value, wanted };
  const caller = tokenCaller(bearer.secret, address, requestId);
  const answer = await lookUpCustomer(runtime().reads, caller, { by, asked });
  const faults = errors.length > 0 ? errors : several(by);
  if (answer.verdict) return refuseVerdict(answer.verdict, answer, { requestId, address, errors: faults });
  const omitted = omittedText(answer.omitted);
  return json(
    `{"data":${answer.body},"omitted_fields":${omitted},"request_id":"${requestId}"}`,
    requestId,
    answer.limits,
  );
}

/** What the guarded read finds wrong with an identifier that is well written. */
function several(by: LookupField | null): ParameterError[] {
  const message = "Several customers have it, and none is given on a guess. Use another identifier.";
  return [{ parameter: by ?? "body", message }];
}
