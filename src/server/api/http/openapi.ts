import "server-only";
import { OpenAPIHono, z } from "@hono/zod-openapi";
import {
  customerAnswerSchema,
  customerIdSchema,
  fieldsParameterDescription,
  tokenAnswerSchema,
} from "@/contracts/customer";
import { type ProblemCode, problemSchema, problems } from "@/contracts/problem";

type Responses = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0]["responses"];

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
const always = { "X-Request-Id": requestId, "Cache-Control": cacheControl };

const shapeCodes = ["method_not_allowed", "body_too_large", "unsupported_media_type"] as const;
const tokenCodes = [
  ...shapeCodes,
  "token_missing",
  "token_invalid",
  "ip_not_allowed",
  "token_revoked",
  "token_expired",
] as const;
const endCodes = ["internal", "unavailable"] as const;

/** The operations with their answers and their errors. */
function operations(): OpenAPIHono {
  const document = new OpenAPIHono();
  const registry = document.openAPIRegistry;
  registry.registerComponent("securitySchemes", "securityToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "cs_live_ and 49 letters and digits",
    description:
      "The secret of a security token, from an address that was approved for it. Accepted in this header alone.",
  });
  registry.registerPath({
    method: "get",
    path: "/customers/{customerId}",
    operationId: "getCustomerDetails",
    summary: "Get Customer Details with Token",
    description:
      "Needs the scope customers:read. The answer holds the fields that the token's scopes grant; what was asked for and not granted is named in omitted_fields.",
    security: [{ securityToken: [] }],
    request: {
      params: z.object({ customerId: customerIdSchema }),
      query: z.object({ fields: fieldsParameterDescription.optional() }),
    },
    responses: {
      200: ok("The customer.", customerAnswerSchema),
      ...errors([
        ...tokenCodes,
        "scope_missing",
        "invalid_parameter",
        "rate_limited",
        "daily_limit_reached",
        "customer_not_found",
        ...endCodes,
      ]),
    },
  });
  registry.registerPath({
    method: "get",
    path: "/token",
    operationId: "describeToken",
    summary: "Describe the calling token",
    description: "Needs no scope. Counts against the rate, not against the day.",
    security: [{ securityToken: [] }],
    responses: {
      200: ok("What the token may do.", tokenAnswerSchema),
      ...errors([...tokenCodes, "invalid_parameter", "rate_limited", ...endCodes]),
    },
  });
  registry.registerPath({
    method: "get",
    path: "/openapi.json",
    operationId: "getDocument",
    summary: "This document",
    security: [],
    responses: {
      200: {
        description: "OpenAPI 3.1.",
        headers: always,
        content: { "application/json": { schema: z.looseObject({}) } },
      },
      ...errors([...shapeCodes]),
    },
  });
  return document;
}

let written: string | undefined;

/** The document as text, made from the schemas that validate; it depends on nothing but the code. */
export function documentText(): string {
  written ??= JSON.stringify(
    operations().getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Countersign: Get Customer Details with Token",
        version: "1.0.0",
        description:
          "A customer is read with a security token that a second person approved, from a network address that the same person approved. Errors are checked in the order of the codes in Problem.",
      },
      servers: [{ url: "/api/v1" }],
    }),
  );
  return written;
}

function ok(
  description: string,
  schema: typeof customerAnswerSchema | typeof tokenAnswerSchema,
): Responses[string] {
  return { description, headers: { ...always, ...limitFields }, content: { "application/json": { schema } } };
}

/** One response a status, with an example of each of its codes. */
function errors(codes: readonly ProblemCode[]): Responses {
  const statuses = [...new Set(codes.map((code) => problems[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => problems[code].status === status);
      return [status, errorResponse(status, own)];
    }),
  );
}

function errorResponse(status: number, codes: readonly ProblemCode[]): Responses[string] {
  const headers = {
    ...always,
    ...(status === 401 || status === 403
      ? { "WWW-Authenticate": text("RFC 6750.", 'Bearer realm="Countersign"') }
      : {}),
    ...(status === 405 ? { Allow: text("The verbs it takes.", "GET") } : {}),
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
