import "server-only";
import { networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import { askedOfRequest, historyOfRequest, overlapsOfRequest, rolesOf } from "../../db/queries/request-list";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { programSettings } from "../program/program-settings";
import { requireRequest } from "./open-request";
import { changePart, tokenPart } from "./request-part";
import { requireSight } from "./require-sight";

const mostHistory = 50;

/** Everything that is signed, with its digest, who was asked, what overlaps, and what happened so far. Changes nothing. */
export async function getRequest(context: UserContext, input: { requestId: string }) {
  await recordRefusal(context, "accessRequests.get", async () => requireSight(context));
  const row = await requireRequest(context, input.requestId);
  const { request } = row;
  const { db, actor } = context;
  const program = await programSettings(context);
  const history = await historyOfRequest(db, request, mostHistory);
  const mine = request.requestedBy === actor.userId;
  return {
    ...signedSet(row),
    ...whatIsAsked(row),
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

function signedSet({ request, lapsed }: RequestRow) {
  return {
    id: request.id,
    kind: request.kind,
    purpose: request.purpose,
    reason: request.reason,
    digest: request.digest.toString("hex"),
    state: request.status === "pending" && lapsed ? ("expired" as const) : request.status,
    createdAt: request.createdAt,
    expiresAt: request.expiresAt,
    requestedFrom: request.requestedFrom,
  };
}

/** A token with what is asked for it, or another change. */
function whatIsAsked(row: RequestRow) {
  const { overlapSeconds } = row.request;
  const token = tokenPart(row);
  if (!token) return { token: null, change: changePart(row) };
  const { tokenId: id, tokenReference: reference, tokenVersion: version, ...asked } = token;
  return { token: { id, reference, version, ...asked, overlapSeconds }, change: null };
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
