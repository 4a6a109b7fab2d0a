import "server-only";
import { pageSize } from "../../../contracts/access-request";
import { networksOfRequest } from "../../db/queries/access-requests";
import { findProgramSettings } from "../../db/queries/program";
import {
  askedOfRequest,
  historyOfToken,
  listRequestRows,
  overlapsOfRequest,
} from "../../db/queries/request-list";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { requireRequest } from "./open-request";

/** Who may see requests: those who decide see everybody's, those who ask their own and each other's. */
function requireSight(context: UserContext): void {
  const { permissions } = context.actor;
  if (permissions.has("access_requests.decide") || permissions.has("api_settings.manage")) return;
  throw new DomainError("permission_missing", "Your roles do not include access requests.", {
    permission: "access_requests.decide",
  });
}

export interface RequestListInput {
  group: "waiting" | "decided" | "all";
  mine: boolean;
  search: string;
  page: number;
}

/** A page of requests: waiting ones by age, then decided ones. */
export async function listRequests(context: UserContext, input: RequestListInput) {
  requireSight(context);
  const requesterId = input.mine ? context.actor.userId : null;
  const requests = await listRequestRows(context.db, { ...input, requesterId, size: pageSize });
  return { requests, total: requests[0]?.total ?? 0, size: pageSize };
}

/** Everything that is signed, with its digest, who was asked, what overlaps, and what happened so far. Changes nothing. */
export async function getRequest(context: UserContext, input: { requestId: string }) {
  requireSight(context);
  const row = await requireRequest(context, input.requestId);
  const { request, lapsed } = row;
  const { db, actor } = context;
  const asked = await askedOfRequest(db, request.id);
  return {
    id: request.id,
    kind: request.kind,
    reference: row.tokenReference,
    tokenId: request.tokenId,
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
    requester: { id: request.requestedBy, name: row.requesterName },
    decision: request.decidedAt
      ? {
          at: request.decidedAt,
          byName: row.deciderName,
          byMe: request.decidedBy === actor.userId,
          note: request.decisionNote,
        }
      : null,
    networks: await networksOfRequest(db, request.id),
    overlaps: await overlapsOfRequest(db, request.id),
    limits: await findProgramSettings(db).then((p) => ({
      widestIpv4: p?.widestIpv4 ?? 32,
      widestIpv6: p?.widestIpv6 ?? 128,
    })),
    asked,
    history: await historyOfToken(db, request.tokenId, 50),
    mine: request.requestedBy === actor.userId,
    mayDecide: actor.permissions.has("access_requests.decide") && request.requestedBy !== actor.userId,
    myMailbox: actor.email,
    iWasAsked: asked.some((one) => one.approverId === actor.userId),
  };
}

/** Puts on record that a decider's page showed the request; called by the page itself, never by opening a link. */
export async function recordRequestOpened(context: UserContext, input: { requestId: string }): Promise<void> {
  requireSight(context);
  const { request } = await requireRequest(context, input.requestId);
  await recordEvent(context, {
    action: "request.opened",
    tokenId: request.tokenId,
    accessRequestId: request.id,
  });
}
