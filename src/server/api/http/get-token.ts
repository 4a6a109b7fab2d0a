import "server-only";
import { describeToken } from "@/server/domain/customer/describe-token";
import { tokenCaller } from "@/server/domain/customer/token-caller";
import { type ClientFacts, runtime } from "@/server/runtime";
import { readBearer } from "./bearer";
import { json } from "./json";
import { unknownParameters } from "./parameters";
import { refuseShape } from "./shape";
import { refuseVerdict } from "./verdict";

/** GET /token: what the calling token may do. */
export async function getToken(request: Request, { address, requestId }: ClientFacts): Promise<Response> {
  const misshapen = refuseShape(request, requestId);
  if (misshapen) return misshapen;
  const parameters = new URL(request.url).searchParams;
  const bearer = readBearer(request, parameters, requestId);
  if ("refusal" in bearer) return bearer.refusal;
  const errors = unknownParameters(parameters, []);
  const caller = tokenCaller(bearer.secret, address, requestId);
  const answer = await describeToken(runtime().reads, caller, errors.length > 0);
  if (answer.verdict) return refuseVerdict(answer.verdict, answer, { requestId, address, errors });
  return json(`{"data":${answer.body},"request_id":"${requestId}"}`, requestId, answer.limits);
}
