import "server-only";
import { type Problem, type ProblemCode, problems } from "@/contracts/problem";

export interface ProblemFacts extends Pick<Problem, "errors" | "client_ip" | "scope"> {
  detail: string;
  headers?: Record<string, string>;
}

/** RFC 6750 section 3: what a client is told of its bearer token. */
const challenges: Partial<Record<ProblemCode, string>> = {
  token_missing: "",
  token_invalid: ', error="invalid_token", error_description="The token is not valid."',
  token_expired: ', error="invalid_token", error_description="The token has expired."',
  token_revoked: ', error="invalid_token", error_description="The token was revoked."',
  scope_missing: ', error="insufficient_scope"',
};

/** An error in the words of RFC 9457, with the challenge that its status calls for. */
export function problem(code: ProblemCode, requestId: string, facts: ProblemFacts): Response {
  const { headers, detail, ...members } = facts;
  const { status, title } = problems[code];
  const scope = facts.scope === undefined ? "" : `, scope="${facts.scope}"`;
  const challenge = challenges[code];
  const body: Problem = {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    detail,
    instance: `urn:countersign:request:${requestId}`,
    code,
    request_id: requestId,
    ...members,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": requestId,
      ...(challenge === undefined
        ? {}
        : { "WWW-Authenticate": `Bearer realm="Countersign"${challenge}${scope}` }),
      ...headers,
    },
  });
}
