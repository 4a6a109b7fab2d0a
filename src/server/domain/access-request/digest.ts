import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ChangeRequestKind, RequestedChange, TokenRequestKind } from "../../../contracts/request-kinds";

interface EverySigned {
  requesterId: string;
  purpose: string;
  reason: string;
}

/** What is signed of a request for a token. */
export interface SignedTokenRequest extends EverySigned {
  kind: TokenRequestKind;
  tokenReference: string;
  tokenVersion: number;
  scopes: readonly string[];
  networks: ReadonlyArray<{ network: string; label: string; expiresAt: Date | null }>;
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  tokenExpiresAt: Date;
  overlapSeconds: number;
}

/** What is signed of any other change. */
export interface SignedChangeRequest extends EverySigned {
  kind: ChangeRequestKind;
  change: RequestedChange;
}

/** Everything an approver signs (rule 3). */
export type SignedRequest = SignedTokenRequest | SignedChangeRequest;

/** SHA-256 over the canonical JSON (RFC 8785) of the whole set; any difference gives another digest. */
export function requestDigest(request: SignedRequest): Buffer {
  const form = "tokenReference" in request ? tokenForm(request) : changeForm(request);
  // Only what is undefined has no canonical form.
  const json = canonicalize(form) as string;
  return createHash("sha256").update(json).digest();
}

function changeForm(request: SignedChangeRequest) {
  return {
    format: "countersign-change-1",
    kind: request.kind,
    requester: request.requesterId,
    purpose: request.purpose,
    change: request.change,
    reason: request.reason,
  };
}

function tokenForm(request: SignedTokenRequest) {
  return {
    format: "countersign-request-2",
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
    distinct_ceiling: request.distinctCeiling,
    token_expires_at: request.tokenExpiresAt.toISOString(),
    overlap_seconds: request.overlapSeconds,
    reason: request.reason,
  };
}
