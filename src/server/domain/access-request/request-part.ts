import "server-only";
import {
  isTokenRequestKind,
  type RequestedChange,
  requestedChangeSchema,
  type TokenRequestKind,
} from "../../../contracts/request-kinds";
import type { Scope } from "../../../contracts/scopes";
import type { RequestRow } from "../../db/queries/access-requests";

/** What a request asks for a token. */
export interface TokenPart {
  kind: TokenRequestKind;
  tokenId: string;
  tokenReference: string;
  tokenVersion: number;
  scopes: Scope[];
  ratePerMinute: number;
  dailyLimit: number;
  /** Null: none. */
  distinctCeiling: number | null;
  tokenExpiresAt: Date;
}

/** A request's token with what is asked for it; null where it asks for another change. */
export function tokenPart({
  request,
  tokenReference,
}: Pick<RequestRow, "request" | "tokenReference">): TokenPart | null {
  const { kind, tokenId, tokenVersion, scopes, ratePerMinute, dailyLimit, distinctCeiling, tokenExpiresAt } =
    request;
  if (!isTokenRequestKind(kind) || !tokenId || !tokenReference || !tokenVersion || !scopes) return null;
  if (!ratePerMinute || !dailyLimit || !tokenExpiresAt) return null;
  return {
    kind,
    tokenId,
    tokenReference,
    tokenVersion,
    scopes,
    ratePerMinute,
    dailyLimit,
    distinctCeiling,
    tokenExpiresAt,
  };
}

/** The change that a request asks for, read by its closed shape; null where it is for a token. Throws on a foreign shape. */
export function changePart({ request }: RequestRow): RequestedChange | null {
  return isTokenRequestKind(request.kind) ? null : requestedChangeSchema.parse(request.change);
}
