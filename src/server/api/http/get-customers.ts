import "server-only";
import { type ListAnswer, listCustomers } from "@/server/domain/customer/list-customers";
import { tokenCaller } from "@/server/domain/customer/token-caller";
import { type ClientFacts, runtime } from "@/server/runtime";
import { readBearer } from "./bearer";
import { json } from "./json";
import { omittedText } from "./omitted";
import { brokenCursor, readListParameters } from "./parameters";
import { refuseShape } from "./shape";
import { refuseVerdict } from "./verdict";

/** GET /customers: the whole program, page by page. */
export async function getCustomers(request: Request, { address, requestId }: ClientFacts): Promise<Response> {
  const misshapen = refuseShape(request, requestId);
  if (misshapen) return misshapen;
  const parameters = new URL(request.url).searchParams;
  const bearer = readBearer(request, parameters, requestId);
  if ("refusal" in bearer) return bearer.refusal;
  const { query, errors } = readListParameters(parameters);
  const caller = tokenCaller(bearer.secret, address, requestId);
  const { reads, keys } = runtime();
  const answer = await listCustomers(reads, keys, caller, query);
  // Whose cursor it is, the guarded read tells.
  const faults = errors.length > 0 ? errors : [brokenCursor];
  if (answer.verdict) return refuseVerdict(answer.verdict, answer, { requestId, address, errors: faults });
  return json(pageText(answer, requestId), requestId, answer.limits);
}

function pageText({ body, omitted, page, nextCursor }: ListAnswer, requestId: string): string {
  const more = page?.more ?? false;
  const end = {
    has_more: more,
    next_cursor: nextCursor,
    ...(page?.settled && !more ? { updated_until: page.settled } : {}),
    request_id: requestId,
  };
  return `{"data":${body},"omitted_fields":${omittedText(omitted)},${JSON.stringify(end).slice(1)}`;
}
