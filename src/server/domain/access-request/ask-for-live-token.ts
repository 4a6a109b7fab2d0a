import "server-only";
import { lockToken, type SecurityTokenRow } from "../../db/queries/security-tokens";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { lockApprovers } from "./lock-approvers";
import { sendRequest, type TokenSet } from "./send-request";

export type RequesterContext = PermittedContext<"api_settings.manage">;

/** What a request changes of a live token's set; the rest is asked for as it stands. */
export type TokenChange = Pick<TokenSet, "kind"> &
  Partial<
    Pick<
      TokenSet,
      "networks" | "ratePerMinute" | "dailyLimit" | "distinctCeiling" | "tokenExpiresAt" | "overlapSeconds"
    >
  >;

/**
 * Asks for a change to a live token, as its whole set of values with that change: after any other approved change meanwhile
 * its approval is refused, by its version. Whoever manages tokens may ask, since the token belongs to the program (rule 5).
 * Throws `conflict` where the token is not live, and what sendRequest throws.
 */
export async function askForLiveToken(
  context: RequesterContext,
  input: { tokenId: string; reason: string; copiedFrom?: string },
  change: (inside: RequesterContext, token: SecurityTokenRow) => Promise<TokenChange>,
): Promise<{ requestId: string; asked: string[] }> {
  return transact(context, async (inside) => {
    const approvers = await lockApprovers(inside, "api_settings.manage");
    const token = await requireLiveToken(inside, input.tokenId);
    const { purpose, scopes, ratePerMinute, dailyLimit, distinctCeiling, expiresAt: tokenExpiresAt } = token;
    const set: TokenSet = {
      token,
      purpose,
      scopes,
      ratePerMinute,
      dailyLimit,
      distinctCeiling,
      tokenExpiresAt,
      networks: [],
      overlapSeconds: 0,
      reason: input.reason,
      copiedFrom: input.copiedFrom,
      ...(await change(inside, token)),
    };
    return sendRequest(inside, set, approvers);
  });
}

async function requireLiveToken({ db }: RequesterContext, tokenId: string): Promise<SecurityTokenRow> {
  const locked = await lockToken(db, tokenId);
  if (!locked) throw new DomainError("not_found", "There is no such token.");
  const { token, expired } = locked;
  if (token.revokedAt) throw notLive("This token was revoked. Generate a new one.");
  if (!token.approvedAt) throw notLive("This token was never approved. Submit it first.");
  if (expired) throw notLive("This token has expired. Generate a new one.");
  return token;
}

const notLive = (message: string) => new DomainError("conflict", message);
