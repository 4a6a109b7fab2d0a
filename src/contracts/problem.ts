import { z } from "zod";

/** Every error of the public API, in the order in which a request is checked (RFC 9457). */
export const problems = {
  not_found: { status: 404, title: "There is no such operation" },
  method_not_allowed: { status: 405, title: "This operation does not take that verb" },
  body_too_large: { status: 413, title: "The body is larger than 16 KiB" },
  unsupported_media_type: { status: 415, title: "The body is not JSON" },
  token_missing: { status: 401, title: "The security token is missing" },
  token_invalid: { status: 401, title: "The security token is not valid" },
  ip_not_allowed: { status: 403, title: "This address is not approved for this token" },
  token_revoked: { status: 401, title: "The security token was revoked" },
  token_expired: { status: 401, title: "The security token has expired" },
  token_suspended: { status: 403, title: "The security token is suspended" },
  scope_missing: { status: 403, title: "The security token lacks a scope" },
  invalid_parameter: { status: 400, title: "A parameter is not valid" },
  rate_limited: { status: 429, title: "Too many requests" },
  daily_limit_reached: { status: 429, title: "The daily limit of customers is reached" },
  customer_not_found: { status: 404, title: "There is no such customer" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "The service is not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export const parameterErrorSchema = z.object({ parameter: z.string(), message: z.string() });
export type ParameterError = z.infer<typeof parameterErrorSchema>;

export const problemSchema = z
  .object({
    type: z.string().meta({ examples: ["urn:countersign:problem:ip_not_allowed"] }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ examples: ["urn:countersign:request:req_0c6TbVYxq9KdMz1Lh"] }),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    request_id: z.string(),
    errors: z.array(parameterErrorSchema).optional().meta({ description: "One for each bad parameter." }),
    scope: z.string().optional().meta({ description: "The scope that is missing." }),
    client_ip: z.string().nullable().optional().meta({
      description: "The address seen, where it was the reason; null where it could not be trusted.",
    }),
  })
  .meta({ id: "Problem", description: "An error (RFC 9457)." });

export type Problem = z.infer<typeof problemSchema>;
