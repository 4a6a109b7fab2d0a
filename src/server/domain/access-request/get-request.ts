import "server-only";
import { sameMailbox } from "../../../contracts/people";
import { mostComments } from "../../../contracts/request-comment";
import { decidePermissions } from "../../../contracts/request-kinds";
import { networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import { asksAnsweredBy } from "../../db/queries/address-asks";
import { commentsOf } from "../../db/queries/request-comments";
import {
  copiesOfRequest,
  historyOfRequest,
  networksBeside,
  overlapsOfRequest,
  rolesOf,
  type TokenNow,
  tokenBefore,
  tokenNow,
} from "../../db/queries/request-detail";
import { askedOfRequest } from "../../db/queries/request-list";
import type { UserContext } from "../context";
import { programSettings } from "../program/program-settings";
import { mayCopy } from "./copy-request";
import { changePart, tokenPart } from "./request-part";
import { requestInSight } from "./require-sight";

const mostHistory = 200;
const mostBeside = 200;

/** Everything that is signed with its digest, what it changes, who was asked, what was said and what happened. Changes nothing. */
export async function getRequest(context: UserContext, input: { requestId: string }) {
  const row = await requestInSight(context, "accessRequests.get", input.requestId);
  const { request } = row;
  const { db, actor } = context;
  const mine = request.requestedBy === actor.userId;
  const decides = decidePermissions(request.kind).some((one) => actor.permissions.has(one));
  return {
    ...signedSet(row),
    ...(await whatIsAsked(context, row)),
    ...(await whatHappened(context, request.id)),
    requester: {
      id: request.requestedBy,
      name: row.requesterName,
      roles: await rolesOf(db, request.requestedBy),
    },
    decision: decisionOf(row, actor.userId),
    mine,
    /** Decides such requests, where they are somebody else's. */
    decides,
    mayDecide: decides && !mine && !sameMailbox(row.requesterEmail, actor.email),
    mayCopy: mayCopy(context, row),
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
    reminders: request.reminders,
    escalatedAt: request.escalatedAt,
  };
}

/** A token with what is asked for it, against what it was; or another change. */
async function whatIsAsked(context: UserContext, row: RequestRow) {
  const { db } = context;
  const requestId = row.request.id;
  const { widestIpv4, widestIpv6 } = await programSettings(context);
  const networks = {
    networks: await networksOfRequest(db, requestId),
    overlaps: await overlapsOfRequest(db, requestId),
    limits: { widestIpv4, widestIpv6 },
  };
  const token = tokenPart(row);
  if (!token) return { ...networks, token: null, change: changePart(row) };
  const { tokenId: id, tokenReference: reference, tokenVersion: version, kind, ...asked } = token;
  const now = await tokenNow(db, id);
  const beside = await networksBeside(db, { requestId, most: mostBeside });
  return {
    ...networks,
    change: null,
    token: {
      id,
      reference,
      version,
      kind,
      ...asked,
      overlapSeconds: row.request.overlapSeconds,
      name: now.name,
      suspension: suspensionOf(now),
      generated: { at: now.createdAt, byName: now.creatorName },
      /** Approving would still be possible: the token is what it was when this was asked for. */
      stands: standsFor(now, version, kind),
      before: await tokenBefore(db, token),
      beside: { networks: beside, total: beside[0]?.total ?? 0 },
    },
  };
}

function suspensionOf(now: TokenNow) {
  if (!now.suspendedAt || !now.suspendedDay || now.suspendedDistinct === null) return null;
  return { at: now.suspendedAt, day: now.suspendedDay, distinct: now.suspendedDistinct };
}

function standsFor(now: TokenNow, version: number, kind: string) {
  const ended = now.revokedAt !== null || now.discardedAt !== null || (kind !== "new_token" && now.expired);
  return !ended && now.version === version;
}

async function whatHappened({ db, actor }: UserContext, requestId: string) {
  const { userId } = actor;
  const history = await historyOfRequest(db, requestId, mostHistory);
  const comments = await commentsOf(db, requestId);
  const copies = await copiesOfRequest(db, requestId);
  return {
    asked: await askedOfRequest(db, requestId),
    history: history.map(({ actorId, ...one }) => ({ ...one, byMe: actorId === userId })),
    comments: comments.map((one) => ({ ...one, byMe: one.authorId === userId })),
    commentsFull: comments.length >= mostComments,
    copiedFrom: copies.find(({ later }) => !later) ?? null,
    copiedAs: copies.filter(({ later }) => later),
    answers: await asksAnsweredBy(db, requestId),
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
