import "server-only";
import { longestTokenDays } from "../../../contracts/access-request";
import { askPermission } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { databaseNow } from "../../db/queries/clock";
import { hasOpenRequest } from "../../db/queries/request-detail";
import {
  expiryStanding,
  lockToken,
  type SecurityTokenRow,
  setDraftValues,
} from "../../db/queries/security-tokens";
import { lockAndRequire } from "../access/require-still";
import type { PermittedContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { generateToken } from "../security-token/generate-token";
import { transact } from "../transact";
import { type TokenPart, tokenPart } from "./request-part";
import { requestInSight } from "./require-sight";
import { withdrawAccessRequest } from "./withdraw-access-request";

type RequesterContext = PermittedContext<"api_settings.manage">;

const day = 86_400_000;

/** Whether this person could ask for the same again: it is closed, or their own and withdrawn first. */
export function mayCopy({ actor }: UserContext, { request, lapsed }: RequestRow): boolean {
  // Asked for from where one stands; nothing of it could be filled in.
  if (request.kind === "break_glass") return false;
  const permission = askPermission[request.kind];
  const mine = request.requestedBy === actor.userId;
  const closed = request.status !== "pending" || lapsed;
  return (permission ? actor.permissions.has(permission) : mine) && (closed || mine);
}

/**
 * Makes ready to ask for the same again: withdraws one's own open request, and for a new token gives a draft with its
 * values: the request's own where that still is one's draft, else another. The form that submits it is filled in by the
 * page. Throws conflict where the request is open and somebody else's, or its token has ended.
 */
export async function copyRequest(
  context: RequesterContext,
  input: { requestId: string },
): Promise<{ tokenId: string; kind: TokenPart["kind"] }> {
  const before = await requestInSight(context, "accessRequests.copy", input.requestId);
  const token = tokenPart(before);
  if (!token) {
    throw new DomainError("conflict", "This was no request for a token. Ask again where the change is made.");
  }
  if (!mayCopy(context, before)) {
    throw new DomainError("conflict", "This request is still open. Only who asked can withdraw and copy it.");
  }
  return transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    if (before.request.status === "pending" && !before.lapsed) await withdrawAccessRequest(inside, input);
    const locked = await lockToken(inside.db, token.tokenId);
    if (token.kind !== "new_token") {
      requireLive(locked);
      return { tokenId: token.tokenId, kind: token.kind };
    }
    return { tokenId: await draftOf(inside, before, token, locked?.token), kind: token.kind };
  });
}

function requireLive(locked: Awaited<ReturnType<typeof lockToken>>): void {
  if (locked?.token.approvedAt && !locked.token.revokedAt && !locked.expired) return;
  throw new DomainError("conflict", "The token of this request has ended. Generate a new one.");
}

async function draftOf(
  context: RequesterContext,
  { request }: RequestRow,
  part: TokenPart,
  was: SecurityTokenRow | undefined,
): Promise<string> {
  const values = {
    purpose: request.purpose,
    scopes: part.scopes,
    expiresAt: await sensibleExpiry(context, part.tokenExpiresAt),
  };
  const mine = was && was.createdBy === context.actor.userId && !was.approvedAt && !was.discardedAt;
  const free = mine && !(await hasOpenRequest(context.db, was.id));
  const tokenId = free ? was.id : (await generateToken(context, values)).id;
  const { ratePerMinute, dailyLimit, distinctCeiling } = part;
  await setDraftValues(context.db, tokenId, { ...values, ratePerMinute, dailyLimit, distinctCeiling });
  return tokenId;
}

/** The day that was asked for, or the program's usual life where that has come or would be too far. */
async function sensibleExpiry(context: RequesterContext, asked: Date): Promise<Date> {
  if ((await expiryStanding(context.db, asked, longestTokenDays)) === "fine") return asked;
  const { tokenDays } = await programSettings(context);
  const end = new Date((await databaseNow(context.db)).getTime() + tokenDays * day);
  end.setUTCHours(23, 59, 59, 0);
  return end;
}
