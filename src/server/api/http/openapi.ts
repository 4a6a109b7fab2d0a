import "server-only";
import { OpenAPIHono, z } from "@hono/zod-openapi";
import {
  customerAnswerSchema,
  customerIdSchema,
  fieldsParameterDescription,
  tokenAnswerSchema,
} from "@/contracts/customer";
import { customerListSchema, listParameters } from "@/contracts/customer-list";
import { lookupBodySchema } from "@/contracts/customer-lookup";
import { always, errors, ok } from "./openapi-answers";

type Operation = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0];

const shapeCodes = ["method_not_allowed", "body_too_large", "unsupported_media_type"] as const;
const tokenCodes = [
  ...shapeCodes,
  "token_missing",
  "token_invalid",
  "ip_not_allowed",
  "token_revoked",
  "token_expired",
  "token_suspended",
] as const;
const endCodes = ["internal", "unavailable"] as const;
const listCodes = [
  ...tokenCodes,
  "scope_missing",
  "invalid_parameter",
  "rate_limited",
  "daily_limit_reached",
  ...endCodes,
] as const;
const readCodes = [...listCodes, "customer_not_found"] as const;
const security = [{ securityToken: [] }];
const fields = fieldsParameterDescription.optional();

/** The operations with their answers and their errors. */
const operations: Operation[] = [
  {
    method: "get",
    path: "/customers/{customerId}",
    operationId: "getCustomerDetails",
    summary: "Get Customer Details with Token",
    description:
      "Needs the scope customers:read. The answer holds the fields that the token's scopes grant; what was asked for and not granted is named in omitted_fields.",
    security,
    request: { params: z.object({ customerId: customerIdSchema }), query: z.object({ fields }) },
    responses: { 200: ok("The customer.", customerAnswerSchema), ...errors(readCodes) },
  },
  {
    method: "post",
    path: "/customers/lookup",
    operationId: "lookUpCustomer",
    summary: "Look Up Customer",
    description:
      "Needs the scope customers:read, and by e-mail, phone or member number fields:contact too. An identifier that several customers have is an invalid parameter: none is given on a guess. The record never holds the value.",
    security,
    request: {
      query: z.object({ fields }),
      body: { required: true, content: { "application/json": { schema: lookupBodySchema } } },
    },
    responses: { 200: ok("The customer.", customerAnswerSchema), ...errors(readCodes, "POST") },
  },
  {
    method: "get",
    path: "/customers",
    operationId: "listCustomers",
    summary: "List Customers",
    description:
      "Needs the scope customers:list. Whoever is there from the first page to the last comes exactly once, whatever is written meanwhile. A page is one request of the minute, counts each of its customers against the day, and is cut where the day's limit is reached.",
    security,
    request: {
      query: z.object({
        limit: listParameters.limit.optional(),
        cursor: listParameters.cursor.optional(),
        updated_since: listParameters.updated_since.optional(),
        fields,
      }),
    },
    responses: { 200: ok("A page of customers.", customerListSchema), ...errors(listCodes) },
  },
  {
    method: "get",
    path: "/token",
    operationId: "describeToken",
    summary: "Describe the calling token",
    description: "Needs no scope. Counts against the rate, not against the day.",
    security,
    responses: {
      200: ok("What the token may do.", tokenAnswerSchema),
      ...errors([...tokenCodes, "invalid_parameter", "rate_limited", ...endCodes]),
    },
  },
  {
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
  },
];

let written: string | undefined;

/** The document as text, made from the schemas that validate; it depends on nothing but the code. */
export function documentText(): string {
  written ??= JSON.stringify(
    registered().getOpenAPI31Document({
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

function registered(): OpenAPIHono {
  const document = new OpenAPIHono();
  const registry = document.openAPIRegistry;
  registry.registerComponent("securitySchemes", "securityToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "cs_live_ and 49 letters and digits",
    description:
      "The secret of a security token, from an address that was approved for it. Accepted in this header alone.",
  });
  for (const operation of operations) registry.registerPath(operation);
  return document;
}
