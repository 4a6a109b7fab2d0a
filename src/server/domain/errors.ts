import "server-only";

/** Every way the domain refuses. api/error-map.ts holds the one table to status and message. */
export const domainErrorCodes = [
  "not_signed_in",
  "permission_missing",
  "ip_not_allowed",
  "proof_required",
  "proof_wrong",
  "factor_required",
  "factor_wrong",
  "not_found",
  "invalid_input",
  "conflict",
  "request_not_open",
  "own_request",
  "code_wrong",
  "code_expired",
  "no_other_security_admin",
  "request_open_already",
  "token_not_draft",
  "display_not_possible",
  "last_security_admin",
  "link_invalid",
  "password_refused",
  "too_many_attempts",
  "credentials_wrong",
  "setup_closed",
  "setup_code_wrong",
  "unavailable",
] as const;

export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** Facts of a refusal that may leave the server: shown to the caller as they are. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A refusal with a closed code. Told by `code`, never by instanceof: modules exist twice in one process. */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    readonly code: DomainErrorCode,
    /** A sentence for the person, safe to show. */
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === "DomainError" && "code" in error;
}
