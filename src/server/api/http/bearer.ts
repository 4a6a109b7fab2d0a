import "server-only";
import { isWellFormedSecret } from "@/contracts/secret";
import { problem } from "./problem";

/** Query parameters in which a token is sometimes sent; there it would end in logs (RFC 6750 section 5.3). */
const forbiddenParameters = ["access_token", "token"];

/** The secret of the Authorization header, or the refusal. A malformed one touches no database (rule 12). */
export function readBearer(
  request: Request,
  query: URLSearchParams,
  requestId: string,
): { secret: string } | { refusal: Response } {
  if (forbiddenParameters.some((name) => query.has(name))) {
    const detail =
      "Send the token in the Authorization header alone, never in the address. Revoke this one: it may be in logs.";
    return { refusal: problem("token_invalid", requestId, { detail }) };
  }
  const header = request.headers.get("authorization");
  if (header === null) {
    const detail = "Send the security token as “Authorization: Bearer cs_live_…”.";
    return { refusal: problem("token_missing", requestId, { detail }) };
  }
  const secret = secretOf(header);
  if (secret === null) {
    const detail =
      "This is not a security token: its form or its check digits are wrong. Was it copied whole?";
    return { refusal: problem("token_invalid", requestId, { detail }) };
  }
  return { secret };
}

/** The well-formed secret of an Authorization header, or null. */
export function secretOf(header: string): string | null {
  const secret = /^Bearer +(\S+)$/i.exec(header)?.[1];
  return secret !== undefined && isWellFormedSecret(secret) ? secret : null;
}
