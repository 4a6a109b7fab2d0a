import "server-only";
import { displayDays } from "../../../contracts/access-request";
import { day } from "../../../contracts/day";
import type { Asked, CommonFacts, MailedNetwork, MailFacts, OwnFacts } from "../../../contracts/mail-facts";
import { parseAnyNetwork } from "../../../contracts/network";
import { type RequestKind, secretRequestKinds } from "../../../contracts/request-kinds";
import { findRequest, networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import { askedApprovers, findMailedComment, findMailedToken } from "../../db/queries/message-facts";
import { findCodeOf, type MessageRow } from "../../db/queries/messages";
import { deriveApprovalCode } from "../access-request/approval-code";
import { changePart, type TokenPart, tokenPart } from "../access-request/request-part";
import type { ServiceContext } from "../context";
import { pageUrl } from "./facts-of-person";

interface About {
  requester: string;
  purpose: string;
  asked: Asked;
}

/** What a mail about a request says; null where its rows are of another kind or its code cannot be derived any more. */
export async function requestFacts(
  context: ServiceContext,
  message: MessageRow,
  common: CommonFacts,
): Promise<MailFacts | null> {
  const row = message.accessRequestId ? await findRequest(context.db, message.accessRequestId) : null;
  const asked = row && (await whatIsAsked(context, row));
  if (!row || !asked) return null;
  const about: About = { requester: row.requesterName, purpose: row.request.purpose, asked };
  const own = await ownFacts(context, message, row, about);
  return own && { ...common, ...own };
}

type RequestFacts = OwnFacts<Extract<MailFacts, { asked: Asked; purpose: string }>>;

async function ownFacts(
  context: ServiceContext,
  message: MessageRow,
  row: RequestRow,
  about: About,
): Promise<RequestFacts | null> {
  switch (message.kind) {
    case "approval_requested":
    case "approval_reminder":
      return approval(context, message, row, { ...about, kind: message.kind });
    case "request_approved":
    case "request_rejected":
      return decision(context, row, { ...about, kind: message.kind });
    case "request_escalated":
      return escalated(context, message, row, about);
    case "request_commented":
      return commented(context, message, row, about);
    default:
      return null;
  }
}

async function whatIsAsked({ db }: ServiceContext, row: RequestRow): Promise<Asked | null> {
  const token = tokenPart(row);
  if (!token) return changePart(row);
  const { kind, tokenId, tokenReference: reference, tokenVersion, scopes } = token;
  const { ratePerMinute, dailyLimit, distinctCeiling, tokenExpiresAt } = token;
  const now = kind === "new_token" ? null : await findMailedToken(db, tokenId);
  return {
    ...{ kind, reference, scopes, ratePerMinute, dailyLimit, distinctCeiling, tokenExpiresAt },
    overlapSeconds: row.request.overlapSeconds,
    networks: (await networksOfRequest(db, row.request.id)).map(mailedNetwork),
    now: now?.version === tokenVersion ? { ...limitsOf(now), tokenExpiresAt: now.expiresAt } : null,
  };
}

type Limits = Pick<TokenPart, "ratePerMinute" | "dailyLimit" | "distinctCeiling">;

const limitsOf = ({ ratePerMinute, dailyLimit, distinctCeiling }: Limits): Limits => ({
  ratePerMinute,
  dailyLimit,
  distinctCeiling,
});

async function approval(
  context: ServiceContext,
  { recipientId, mailbox }: MessageRow,
  { request }: RequestRow,
  about: About & { kind: "approval_requested" | "approval_reminder" },
): Promise<RequestFacts | null> {
  const row = await findCodeOf(context.db, request.id, recipientId);
  const { id: requestId, digest, expiresAt } = request;
  // The mailbox that this mail goes to, so that a mail to an old mailbox never shows a code that works.
  const facts = row && { ...row, requestId, digest, approverId: recipientId, mailbox, expiresAt };
  const code = facts && deriveApprovalCode(context.keys, facts);
  if (!code) return null;
  return {
    ...about,
    url: pageUrl(context, `/requests/${requestId}#code=${code}`),
    code,
    reason: request.reason,
    requestedAt: request.createdAt,
    requestedFrom: request.requestedFrom,
    lapsesAt: expiresAt,
    digest: digest.toString("hex"),
  };
}

function decision(
  context: ServiceContext,
  { request, deciderName }: RequestRow,
  { kind, ...about }: About & { kind: "request_approved" | "request_rejected" },
): RequestFacts | null {
  const { decidedAt, decisionNote: note } = request;
  if (!decidedAt || !deciderName) return null;
  const made = { ...about, decidedBy: deciderName, decidedAt, note };
  if (kind === "request_rejected") {
    return { ...made, kind, url: pageUrl(context, placeOf(request)) };
  }
  const grantsSecret = (secretRequestKinds as readonly RequestKind[]).includes(request.kind);
  const displayUntil = grantsSecret ? new Date(decidedAt.getTime() + displayDays * day) : null;
  const path = request.tokenId ? `/settings/program/api?token=${request.tokenId}` : placeOf(request);
  return { ...made, kind, url: pageUrl(context, path), displayUntil };
}

/** Where whoever asked sees what became of it; for an emergency access, the page that it opens. */
const placeOf = ({ id, kind }: RequestRow["request"]) =>
  kind === "break_glass" ? "/customers" : `/requests/${id}`;

async function escalated(
  context: ServiceContext,
  { recipientId }: MessageRow,
  { request }: RequestRow,
  about: About,
): Promise<RequestFacts> {
  const mine = request.requestedBy === recipientId;
  return {
    ...about,
    kind: "request_escalated",
    url: pageUrl(context, mine ? placeOf(request) : "/users/people"),
    mine,
    requestedAt: request.createdAt,
    lapsesAt: request.expiresAt,
    reminders: request.reminders,
    approvers: await askedApprovers(context.db, request.id),
  };
}

async function commented(
  context: ServiceContext,
  { details }: MessageRow,
  { request }: RequestRow,
  about: About,
): Promise<RequestFacts | null> {
  const comment = details?.commentId ? await findMailedComment(context.db, details.commentId) : null;
  if (!comment) return null;
  return {
    ...about,
    kind: "request_commented",
    url: pageUrl(context, `/requests/${request.id}`),
    ...comment,
  };
}

/** A stored network with its size; the rows hold canonical text. */
export function mailedNetwork({ network, label }: { network: string; label: string }): MailedNetwork {
  const read = parseAnyNetwork(network);
  return read.ok
    ? { text: read.network.text, size: read.network.size, label }
    : { text: network, size: 1n, label };
}
