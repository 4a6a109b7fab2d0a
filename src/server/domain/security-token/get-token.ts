import "server-only";
import { displayAgainMinutes, displayDays } from "../../../contracts/access-request";
import { networksOfRequest } from "../../db/queries/access-requests";
import { databaseNow } from "../../db/queries/clock";
import { networksOfToken } from "../../db/queries/network-list";
import { askedOfRequest } from "../../db/queries/request-list";
import {
  allowanceOfToken,
  requestsOfToken,
  secretsOfToken,
  type TokenRequestRow,
} from "../../db/queries/token-life";
import { findTokenRow, type TokenListRow } from "../../db/queries/token-list";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { reviewOfToken } from "../review/list-review";

type ManagerContext = PermittedContext<"api_settings.manage">;

const mostRequests = 20;
const minute = 60_000;
const day = 24 * 60 * minute;

/** One token with its whole life: networks, secrets, what is left of its limits, and everything ever asked for it. */
export async function getToken(context: ManagerContext, input: { tokenId: string }) {
  const { db, actor } = context;
  const token = await findTokenRow(db, input.tokenId);
  if (!token) throw new DomainError("not_found", "There is no such token.");
  const requests = await requestsOfToken(db, token.id, mostRequests);
  return {
    token,
    mine: token.ownerId === actor.userId,
    now: await databaseNow(db),
    networks: await networksOfToken(db, token.id),
    secrets: await secretsOfToken(db, token.id),
    allowance: token.approvedAt ? await allowanceOfToken(db, token.id) : null,
    review: token.approvedAt ? await reviewOfToken(context, token.id) : null,
    requests,
    grant: grantOf(token, actor.userId),
    lastRequest: requests[0] ? await withSet(context, requests[0]) : null,
  };
}

/** The newest request with what it asked for and who was asked: to wait for it, or to ask anew from it. */
async function withSet({ db, actor }: ManagerContext, request: TokenRequestRow) {
  return {
    ...request,
    mine: request.requesterId === actor.userId,
    networks: await networksOfRequest(db, request.id),
    asked: await askedOfRequest(db, request.id),
  };
}

/** The secret that was granted last: who displays it, until when, and whether that is this person's to do now. */
function grantOf(token: TokenListRow, userId: string) {
  if (token.display === null || token.revokedAt || token.state === "expired") return null;
  const { grantedAt, grantDisplayedAt: first } = token;
  return {
    kind: token.grantKind,
    display: token.display,
    mine: token.grantOwnerId === userId,
    ownerName: token.grantOwnerName,
    overlapSeconds: token.grantOverlapSeconds,
    displayUntil: new Date(grantedAt.getTime() + displayDays * day),
    againUntil: first && new Date(first.getTime() + displayAgainMinutes * minute),
  };
}
