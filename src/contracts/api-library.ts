import { type ProblemCode, problems } from "./problem";
import type { Scope } from "./scopes";

/** What names of the interface are set in type of their own, in words that stand between backticks. */
type Words = string;

export interface LibraryParameter {
  name: string;
  place: string;
  required: boolean;
  words: Words;
}

export interface LibraryError {
  status: number;
  code: ProblemCode;
  when: Words;
}

/** One operation as the API Library explains it. */
export interface LibraryOperation {
  slug: string;
  name: string;
  group: string;
  method: "GET";
  /** Below /api/v1. */
  path: string;
  summary: Words;
  needs: readonly Scope[];
  widenedBy: readonly Scope[];
  parameters: readonly LibraryParameter[];
  /** In the order in which a request is checked. */
  errors: readonly LibraryError[];
}

const whens: Record<ProblemCode, Words> = {
  not_found: "No operation has this path",
  method_not_allowed: "Another verb than `GET`, `HEAD` among them",
  body_too_large: "A body of more than 16 KiB",
  unsupported_media_type: "A body that is not `application/json`",
  token_missing: "No secret in the `Authorization` header",
  token_invalid: "No such secret, or mistyped",
  ip_not_allowed: "The address seen is not approved for this token; the answer names it",
  token_revoked: "Genuine, and ended by its owner",
  token_expired: "Genuine, and past its expiry",
  scope_missing: "Names the scope that is missing",
  invalid_parameter: "Lists each parameter at fault",
  rate_limited: "Wait as long as `Retry-After` says",
  daily_limit_reached: "The day's customers are read; the day is UTC's",
  customer_not_found: "No customer has this identifier",
  internal: "Unexpected, on our side; nothing was read",
  unavailable: "The record could not be written, so nothing was read",
};

const everyOperation: readonly ProblemCode[] = [
  "method_not_allowed",
  "body_too_large",
  "unsupported_media_type",
  "token_missing",
  "token_invalid",
  "ip_not_allowed",
  "token_revoked",
  "token_expired",
  "invalid_parameter",
  "rate_limited",
  "internal",
  "unavailable",
];

const authorization: LibraryParameter = {
  name: "Authorization",
  place: "header",
  required: true,
  words: "`Bearer cs_live_…` A secret anywhere else is refused.",
};

/** The operations that outside systems can call today, main one first. */
export const apiLibrary: readonly LibraryOperation[] = [
  {
    slug: "get-customer-details-with-token",
    name: "Get Customer Details with Token",
    group: "Customers",
    method: "GET",
    path: "/customers/{customerId}",
    summary:
      "Reads one customer by its identifier. Fields that the token was not granted are left out and named in " +
      "`omitted_fields`. Every call is on record before the answer leaves.",
    needs: ["customers:read"],
    widenedBy: ["fields:contact", "fields:sensitive", "fields:consent"],
    parameters: [
      {
        name: "customerId",
        place: "path, string",
        required: true,
        words: "Begins with `cus_`. E-mail and phone never go into a path.",
      },
      {
        name: "fields",
        place: "query, list",
        required: false,
        words:
          "Narrows the answer to groups or fields, `basic,email` for instance. It never widens it. An unknown name " +
          "is refused.",
      },
      authorization,
    ],
    errors: errorsOf([...everyOperation, "scope_missing", "daily_limit_reached", "customer_not_found"]),
  },
  {
    slug: "what-this-token-may-do",
    name: "What This Token May Do",
    group: "Token",
    method: "GET",
    path: "/token",
    summary:
      "Tells what the calling token may do: its scopes, networks, limits and expiry, and the address that this call " +
      "came from. It reads no customer, and counts against the minute alone.",
    needs: [],
    widenedBy: [],
    parameters: [authorization],
    errors: errorsOf(everyOperation),
  },
];

function errorsOf(codes: readonly ProblemCode[]): LibraryError[] {
  const checked = Object.keys(problems) as ProblemCode[];
  return checked
    .filter((code) => codes.includes(code))
    .map((code) => ({ code, status: problems[code].status, when: whens[code] }));
}
