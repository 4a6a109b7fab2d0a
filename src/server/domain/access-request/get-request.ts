import "server-only";
import { networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import { askedOfRequest, historyOfToken, overlapsOfRequest, rolesOf } from "../../db/queries/request-list";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { programSettings } from "../program/program-settings";
import { requireRequest } from "./open-request";
import { requireSight } from "./require-sight";

const mostHistory = 50;

/** Everything that is signed, with its digest, who was asked, what overlaps, and what happened so far. Changes nothing. */
export async function getRequest(context: UserContext, input: { requestId: string }) {
  await recordRefusal(context, "accessRequests.get", async () => requireSight(context));
  const row = await requireRequest(context, input.requestId);
  const { request } = row;
  const { db, actor } = context;
  const program = await programSettings(context);
  const history = await historyOfToken(db, request.tokenId, mostHistory);
  const mine = request.requestedBy === actor.userId;
  return {
    ...signedSet(row),
    requester: {
      id: request.requestedBy,
      name: row.requesterName,
      roles: await rolesOf(db, request.requestedBy),
    },
    decision: decisionOf(row, actor.userId),
    networks: await networksOfRequest(db, request.id),
    overlaps: await overlapsOfRequest(db, request.id),
    limits: { widestIpv4: program.widestIpv4, widestIpv6: program.widestIpv6 },
    asked: await askedOfRequest(db, request.id),
    history: history.map(({ actorId, ...one }) => ({ ...one, byMe: actorId === actor.userId })),
    mine,
    mayDecide: actor.permissions.has("access_requests.decide") && !mine,
    myId: actor.userId,
    myMailbox: actor.email,
  };
}

function signedSet({ request, tokenReference, lapsed }: RequestRow) {
  return {
    id: request.id,
    kind: request.kind,
    reference: tokenReference,
    tokenId: request.tokenId,
    tokenVersion: request.tokenVersion,
    purpose: request.purpose,
    scopes: request.scopes,
    ratePerMinute: request.ratePerMinute,
    dailyLimit: request.dailyLimit,
    tokenExpiresAt: request.tokenExpiresAt,
    reason: request.reason,
    digest: request.digest.toString("hex"),
    state: request.status === "pending" && lapsed ? ("expired" as const) : request.status,
    createdAt: request.createdAt,
    expiresAt: request.expiresAt,
    requestedFrom: request.requestedFrom,
  };
}

function decisionOf({ request, deciderName }: RequestRow, userId: string) {
  if (!request.decidedAt) return null;
  return {
    at: request.decidedAt,
    byName: deciderName,
    byMe: request.decidedBy === userId,
    from: request.decidedFrom,
    note: request.decisionNote,
  };
}
