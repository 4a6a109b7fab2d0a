import "server-only";
import type { OpenAPIHono, z } from "@hono/zod-openapi";
import { type ProblemCode, problemSchema, problems } from "@/contracts/problem";

export type Responses = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0]["responses"];

const text = (description: string, example: string) => ({
  description,
  schema: { type: "string" as const },
  example,
});

const requestId = text("Names this request in our records.", "req_0c6TbVYxq9KdMz1Lh");
const cacheControl = text("Answers are not to be stored.", "no-store");
const limitFields = {
  "RateLimit-Policy": text(
    "draft-ietf-httpapi-ratelimit-headers-10: the two limits.",
    '"minute";q=60;w=60, "day";q=5000;w=86400',
  ),
  RateLimit: text(
    "draft-ietf-httpapi-ratelimit-headers-10: what is left of each, and the seconds until it is whole again.",
    '"minute";r=59;t=1, "day";r=4999;t=30210',
  ),
};
export const always = { "X-Request-Id": requestId, "Cache-Control": cacheControl };

/** 200 with what it holds. */
export function ok(description: string, schema: z.ZodType): Responses[string] {
  return { description, headers: { ...always, ...limitFields }, content: { "application/json": { schema } } };
}

/** One response a status, with an example of each of its codes. */
export function errors(codes: readonly ProblemCode[], verb: "GET" | "POST" = "GET"): Responses {
  const statuses = [...new Set(codes.map((code) => problems[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => problems[code].status === status);
      return [status, errorResponse(status, own, verb)];
    }),
  );
}

function errorResponse(status: number, codes: readonly ProblemCode[], verb: string): Responses[string] {
  const headers = {
    ...always,
    ...(status === 401 || status === 403
      ? { "WWW-Authenticate": text("RFC 6750.", 'Bearer realm="Countersign"') }
      : {}),
    ...(status === 405 ? { Allow: text("The verb it takes.", verb) } : {}),
    ...(status === 429 ? { "Retry-After": text("Seconds to wait.", "12") } : {}),
  };
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
  return {
    description: codes.map((code) => `${code}: ${problems[code].title}.`).join(" "),
    headers,
    content: { "application/problem+json": { schema: problemSchema, examples } },
  };
}

function exampleOf(code: ProblemCode) {
  const { status, title } = problems[code];
  const id = "req_0c6TbVYxq9KdMz1Lh";
  return {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    detail: `${title}.`,
    instance: `urn:countersign:request:${id}`,
    code,
    request_id: id,
    ...(code === "ip_not_allowed" ? { client_ip: "198.51.100.9" } : {}),
    ...(code === "scope_missing" ? { scope: "customers:read" } : {}),
    ...(code === "invalid_parameter"
      ? { errors: [{ parameter: "fields", message: "“age” is neither a field nor a group of fields." }] }
      : {}),
  };
}
