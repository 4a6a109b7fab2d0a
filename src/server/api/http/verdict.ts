import "server-only";
import type { ParameterError, ProblemCode } from "@/contracts/problem";
import type { ReadAnswer, ReadLimits } from "@/server/domain/customer/read-queue";
import { type ProblemFacts, problem } from "./problem";

export interface Asked {
  requestId: string;
  address: string | null;
  errors: ParameterError[];
}

/** The RateLimit and RateLimit-Policy fields of draft-ietf-httpapi-ratelimit-headers-10. */
export function limitHeaders(limits: ReadLimits | null): Record<string, string> {
  if (!limits) return {};
  const { rate, daily } = limits;
  return {
    "RateLimit-Policy": `"minute";q=${rate.limit};w=60, "day";q=${daily.limit};w=86400`,
    RateLimit: `"minute";r=${rate.left};t=${rate.reset}, "day";r=${daily.left};t=${daily.reset}`,
  };
}

/** The refusal that the guarded read decided, in words that tell its caller no more than the verdict does. */
export function refuseVerdict(verdict: ProblemCode, answer: ReadAnswer, asked: Asked): Response {
  const retryAfter: Record<string, string> =
    answer.retryAfter === null ? {} : { "Retry-After": String(answer.retryAfter) };
  const headers = { ...limitHeaders(answer.limits), ...retryAfter };
  return problem(verdict, asked.requestId, { ...factsOf(verdict, answer, asked), headers });
}

function factsOf(
  verdict: ProblemCode,
  { missingScope }: ReadAnswer,
  { address, errors }: Asked,
): ProblemFacts {
  switch (verdict) {
    case "ip_not_allowed":
      return { detail: addressDetail(address), client_ip: address };
    case "scope_missing":
      return { detail: `This token was not approved for ${missingScope}.`, scope: missingScope ?? undefined };
    case "invalid_parameter":
      return { detail: "The parameters named in errors are not valid.", errors: errors.slice(0, mostErrors) };
    default:
      return { detail: details[verdict] ?? "" };
  }
}

/** An answer names so many faults; the rest show once those are mended. */
const mostErrors = 10;

const details: Partial<Record<ProblemCode, string>> = {
  token_invalid: "No security token has this secret.",
  token_revoked: "This security token, or this secret of it, was ended. Ask its owner for a new one.",
  token_expired: "This security token has expired. Ask its owner for a new one.",
  token_suspended:
    "This security token read more customers than its ceiling and is suspended. Its owner can ask to have that lifted.",
  rate_limited: "Too many requests. Wait as long as Retry-After says.",
  daily_limit_reached: "This token has read as many customers as it may today. The day is UTC's.",
  customer_not_found: "No customer has this identifier.",
};

function addressDetail(address: string | null): string {
  if (address === null) return "The address of this call could not be established, so nothing opens.";
  return `This token may not be used from ${address}. Its owner can ask for the address to be approved.`;
}
