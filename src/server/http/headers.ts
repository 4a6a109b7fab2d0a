import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isForwardedHeader } from "../api/client-ip";

export interface HeaderPolicy {
  /** The only origin that links are built from. */
  appUrl: URL;
  /** Development needs eval, injected styles and a socket for its own tools. */
  dev: boolean;
}

const fixed: Record<string, string> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Headers that speak to Next's inside, or that this server alone may set. */
const internalNames = new Set([
  "content-security-policy",
  "content-security-policy-report-only",
  "next-resume",
  "x-matched-path",
  "x-nonce",
  "x-page-url",
  "x-now-route-matches",
  "x-request-id",
]);
const internalPrefixes = ["x-middleware-", "x-invoke-", "x-next-", "x-prerender-"];

/** A policy in which only scripts that carry this answer's nonce, and what they load, may run (CSP Level 3, ASVS 3.4.3). */
export function pagePolicy(nonce: string, { appUrl, dev }: HeaderPolicy): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (appUrl.protocol === "https:") directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}

/** What is not a page loads nothing and is framed by nobody. */
export const dataPolicy =
  "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A mail on the mailbox page: its own styles, no script, nothing fetched, framed by our own page alone; its button opens beside. */
export const mailPolicy =
  "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** What every answer carries; HSTS where APP_URL is https (RFC 6797, ASVS 3.4.1). */
export function securityHeaders(
  csp: string,
  { appUrl }: Pick<HeaderPolicy, "appUrl">,
): Record<string, string> {
  const headers: Record<string, string> = { ...fixed, "Content-Security-Policy": csp };
  if (csp === mailPolicy) headers["X-Frame-Options"] = "SAMEORIGIN";
  if (appUrl.protocol === "https:") {
    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains";
  }
  return headers;
}

export function setSecurityHeaders(res: ServerResponse, csp: string, policy: HeaderPolicy): void {
  for (const [name, value] of Object.entries(securityHeaders(csp, policy))) res.setHeader(name, value);
}

/**
 * Takes away what a client must not tell the code behind (internal and forwarded headers) and sets what this server
 * says instead. Changes all three lists of headers, since each mount reads another of them.
 */
export function rewriteHeaders(req: IncomingMessage, set: Record<string, string>): void {
  // Node fills the first two from the third when they are first read, so they are read before it changes.
  const { headers, headersDistinct, rawHeaders } = req;
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? "";
    if (!isTaken(name, set)) kept.push(name, rawHeaders[i + 1] ?? "");
  }
  for (const name of Object.keys(headersDistinct)) {
    if (!isTaken(name, set)) continue;
    delete headers[name];
    delete headersDistinct[name];
  }
  for (const [name, value] of Object.entries(set)) {
    headers[name] = value;
    headersDistinct[name] = [value];
    kept.push(name, value);
  }
  req.rawHeaders = kept;
}

function isTaken(name: string, set: Record<string, string>): boolean {
  const lower = name.toLowerCase();
  return (
    lower in set ||
    internalNames.has(lower) ||
    internalPrefixes.some((prefix) => lower.startsWith(prefix)) ||
    isForwardedHeader(lower)
  );
}
