import "server-only";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";
import { databaseAway, databaseBusy, isDatabaseAway, isDatabaseBusy } from "../domain/database-away";
import { type DomainErrorCode, type ErrorDetails, isDomainError } from "../domain/errors";

/** What leaves the server of a failure; everything else stays in the log. */
export interface Refusal {
  code: DomainErrorCode | "internal";
  trpc: TRPC_ERROR_CODE_KEY;
  status: number;
  message: string;
  details: ErrorDetails;
  /** Ours to look into: it belongs in the log, with its cause. */
  unexpected: boolean;
}

const table: Record<DomainErrorCode, { trpc: TRPC_ERROR_CODE_KEY; status: number }> = {
  not_signed_in: { trpc: "UNAUTHORIZED", status: 401 },
  permission_missing: { trpc: "FORBIDDEN", status: 403 },
  ip_not_allowed: { trpc: "FORBIDDEN", status: 403 },
  proof_required: { trpc: "FORBIDDEN", status: 403 },
  proof_wrong: { trpc: "FORBIDDEN", status: 403 },
  factor_required: { trpc: "FORBIDDEN", status: 403 },
  factor_wrong: { trpc: "FORBIDDEN", status: 403 },
  not_found: { trpc: "NOT_FOUND", status: 404 },
  invalid_input: { trpc: "BAD_REQUEST", status: 400 },
  conflict: { trpc: "CONFLICT", status: 409 },
  request_not_open: { trpc: "CONFLICT", status: 409 },
  own_request: { trpc: "FORBIDDEN", status: 403 },
  code_wrong: { trpc: "FORBIDDEN", status: 403 },
  code_expired: { trpc: "FORBIDDEN", status: 403 },
  no_other_security_admin: { trpc: "CONFLICT", status: 409 },
  request_open_already: { trpc: "CONFLICT", status: 409 },
  token_not_draft: { trpc: "CONFLICT", status: 409 },
  display_not_possible: { trpc: "CONFLICT", status: 409 },
  last_security_admin: { trpc: "CONFLICT", status: 409 },
  link_invalid: { trpc: "FORBIDDEN", status: 403 },
  password_refused: { trpc: "BAD_REQUEST", status: 400 },
  too_many_attempts: { trpc: "TOO_MANY_REQUESTS", status: 429 },
  credentials_wrong: { trpc: "UNAUTHORIZED", status: 401 },
  setup_closed: { trpc: "CONFLICT", status: 409 },
  setup_code_wrong: { trpc: "FORBIDDEN", status: 403 },
  unavailable: { trpc: "SERVICE_UNAVAILABLE", status: 503 },
};

/** Guarantee: only a domain error's own sentence comes through; anything else is "internal" or "unavailable". */
export function toRefusal(error: unknown): Refusal {
  if (isDomainError(error)) {
    const { code, message, details } = error;
    return { code, message, details, unexpected: false, ...table[code] };
  }
  const unavailable = { code: "unavailable", details: {}, ...table.unavailable } as const;
  if (isDatabaseAway(error)) return { ...unavailable, message: databaseAway, unexpected: false };
  if (isDatabaseBusy(error)) return { ...unavailable, message: databaseBusy, unexpected: true };
  const message = "Something went wrong on our side. Nothing was changed.";
  return {
    code: "internal",
    trpc: "INTERNAL_SERVER_ERROR",
    status: 500,
    message,
    details: {},
    unexpected: true,
  };
}
