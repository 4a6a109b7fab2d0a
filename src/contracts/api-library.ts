import { type ProblemCode, problems } from "./problem";
import type { Scope } from "./scopes";

/** What names of the interface are set in type of their own, in words that stand between backticks. */
type Words = string;

export interface LibraryParameter {
  name: string;
  /** "path, string": where it goes, and what it is. */
  place: `${"path" | "query" | "body" | "header"}${string}`;
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
  method: "GET" | "POST";
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
  method_not_allowed: "Another verb than the one above, `HEAD` among them",
  body_too_large: "A body of more than 16 KiB",
  unsupported_media_type: "A body that is not `application/json`",
  token_missing: "No secret in the `Authorization` header",
  token_invalid: "No such secret, or mistyped",
  ip_not_allowed: "The address seen is not approved for this token; the answer names it",
  token_revoked: "Genuine, and ended by its owner",
  token_expired: "Genuine, and past its expiry",
  token_suspended: "Genuine, and suspended: it read more different customers than its ceiling",
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
  "token_suspended",
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

const fields: LibraryParameter = {
  name: "fields",
  place: "query, list",
  required: false,
  words:
    "Narrows the answer to groups or fields, `basic,email` for instance. It never widens it. An unknown name is refused.",
};

/** What a lookup takes in its body: exactly one. */
const identifiers: readonly LibraryParameter[] = [
  { name: "email", place: "body, exactly one", required: false, words: "Upper and lower case are the same." },
  {
    name: "phone",
    place: "body, exactly one",
    required: false,
    words: "In E.164, `+4721983400` for instance.",
  },
  { name: "member_number", place: "body, exactly one", required: false, words: "As it stands on the card." },
  {
    name: "external_id",
    place: "body, exactly one",
    required: false,
    words: "The identifier in your own system.",
  },
];

/** The operations that outside systems can call, main one first. */
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
      fields,
      authorization,
    ],
    errors: errorsOf([...everyOperation, "scope_missing", "daily_limit_reached", "customer_not_found"]),
  },
  {
    slug: "look-up-customer",
    name: "Look Up Customer",
    group: "Customers",
    method: "POST",
    path: "/customers/lookup",
    summary:
      "Reads one customer by exactly one identifier in a JSON body, which keeps it out of addresses and logs. By e-mail, " +
      "phone or member number it also needs `fields:contact`. The record says what was looked up by, never the value.",
    needs: ["customers:read"],
    widenedBy: ["fields:contact", "fields:sensitive", "fields:consent"],
    parameters: [...identifiers, fields, authorization],
    errors: errorsOf([...everyOperation, "scope_missing", "daily_limit_reached", "customer_not_found"], {
      invalid_parameter: "Lists each parameter at fault, an identifier of several customers among them",
    }),
  },
  {
    slug: "list-customers",
    name: "List Customers",
    group: "Customers",
    method: "GET",
    path: "/customers",
    summary:
      "Reads the whole program, page by page. Who is there from the first page to the last comes exactly once, whatever is " +
      "written meanwhile. A page is one request, and counts each of its customers against the day.",
    needs: ["customers:list"],
    widenedBy: ["fields:contact", "fields:sensitive", "fields:consent"],
    parameters: [
      { name: "limit", place: "query, integer", required: false, words: "From 1 to 500; 100 without it." },
      {
        name: "cursor",
        place: "query, string",
        required: false,
        words:
          "`next_cursor` of the page before, with the same `fields` and `updated_since`. Go on while `has_more` is true.",
      },
      {
        name: "updated_since",
        place: "query, time",
        required: false,
        words:
          "Only what was changed at or after this time, in that order. The last page names `updated_until`: with it as the " +
          "next `updated_since`, no change is missed and none comes twice.",
      },
      fields,
      authorization,
    ],
    errors: errorsOf([...everyOperation, "scope_missing", "daily_limit_reached"]),
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

function errorsOf(codes: readonly ProblemCode[], own: Partial<typeof whens> = {}): LibraryError[] {
  const checked = Object.keys(problems) as ProblemCode[];
  return checked
    .filter((code) => codes.includes(code))
    .map((code) => ({ code, status: problems[code].status, when: own[code] ?? whens[code] }));
}
