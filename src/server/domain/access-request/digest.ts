import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** Everything an approver signs (rule 3). */
export interface SignedRequest {
  kind: string;
  tokenReference: string;
  tokenVersion: number;
  requesterId: string;
  purpose: string;
  scopes: readonly string[];
  networks: ReadonlyArray<{ network: string; label: string; expiresAt: Date | null }>;
  ratePerMinute: number;
  dailyLimit: number;
  tokenExpiresAt: Date;
  overlapSeconds: number;
  reason: string;
}

/** SHA-256 over the canonical JSON (RFC 8785) of the whole set; any difference gives another digest. */
export function requestDigest(request: SignedRequest): Buffer {
  const json = canonicalize({
    format: "countersign-request-1",
    kind: request.kind,
    token: request.tokenReference,
    token_version: request.tokenVersion,
    requester: request.requesterId,
    purpose: request.purpose,
    scopes: request.scopes,
    networks: request.networks.map(({ network, label, expiresAt }) => ({
      network,
      label,
      expires_at: expiresAt?.toISOString() ?? null,
    })),
    rate_per_minute: request.ratePerMinute,
    daily_limit: request.dailyLimit,
    token_expires_at: request.tokenExpiresAt.toISOString(),
    overlap_seconds: request.overlapSeconds,
    reason: request.reason,
  });
  if (json === undefined) throw new Error("The request has no canonical form.");
  return createHash("sha256").update(json, "utf8").digest();
}
