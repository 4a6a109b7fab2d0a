import "server-only";
import { displayDays } from "../../../contracts/access-request";
import type { MailedNetwork, MailFacts } from "../../../contracts/mail";
import { parseAnyNetwork } from "../../../contracts/network";
import { findRequest, networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import { findCodeOf, findLinkFacts, type MessageRow } from "../../db/queries/messages";
import { findPerson } from "../../db/queries/people";
import { deriveApprovalCode } from "../access-request/approval-code";
import { tokenPart } from "../access-request/request-part";
import type { ServiceContext } from "../context";
import { linkSecret, linkUrl } from "../link/one-time-link";
import { programSettings } from "../program/program-settings";

type Facts<Kind extends MailFacts["kind"]> = Extract<MailFacts, { kind: Kind }>;
type Common = Omit<Facts<"password_reset">, "kind" | "url" | "lapsesAt">;

const day = 24 * 60 * 60 * 1000;

/**
 * Everything a message's mail says, read and derived anew from its rows: nothing usable is stored (rule 4, rule 17).
 * Null where it cannot be derived any more (its key left the ring, its rows are of another kind).
 */
export async function messageFacts(context: ServiceContext, message: MessageRow): Promise<MailFacts | null> {
  const program = await programSettings(context);
  const recipient = await findPerson(context.db, message.recipientId);
  if (!recipient) return null;
  const common: Common = {
    to: message.mailbox,
    name: recipient.name,
    program: program.name,
    timeZone: program.timeZone,
    supportUrl: context.settings.supportUrl,
  };
  if (message.linkId) return linkFacts(context, message.linkId, common);
  const row = message.accessRequestId ? await findRequest(context.db, message.accessRequestId) : null;
  if (!row) return null;
  return message.kind === "approval_requested"
    ? approvalFacts(context, message, row, common)
    : decisionFacts(context, message, row, common);
}

async function linkFacts(
  { db, keys, settings }: ServiceContext,
  linkId: string,
  common: Common,
): Promise<MailFacts | null> {
  const found = await findLinkFacts(db, linkId);
  const secret = found && linkSecret(keys, found.link);
  if (!found || !secret) return null;
  const { link, invitedBy, roles } = found;
  const mail = { ...common, url: linkUrl(settings.appUrl, link, secret), lapsesAt: link.expiresAt };
  return link.purpose === "invitation"
    ? { ...mail, kind: "invitation", invitedBy, roles }
    : { ...mail, kind: "password_reset" };
}

async function approvalFacts(
  { db, keys, settings }: ServiceContext,
  { recipientId, mailbox }: MessageRow,
  found: RequestRow,
  common: Common,
): Promise<Facts<"approval_requested"> | null> {
  const { request, requesterName } = found;
  const token = tokenPart(found);
  if (!token) return null;
  const row = await findCodeOf(db, request.id, recipientId);
  const { id: requestId, digest, expiresAt } = request;
  // The mailbox that this mail goes to, so that a mail to an old mailbox never shows a code that works.
  const code =
    row &&
    deriveApprovalCode(keys, { ...row, requestId, digest, approverId: recipientId, mailbox, expiresAt });
  if (!code) return null;
  return {
    ...common,
    kind: "approval_requested",
    url: new URL(`/requests/${requestId}#code=${code}`, settings.appUrl).href,
    code,
    requester: requesterName,
    purpose: request.purpose,
    reason: request.reason,
    scopes: token.scopes,
    networks: await mailedNetworks(db, requestId),
    ratePerMinute: token.ratePerMinute,
    dailyLimit: token.dailyLimit,
    tokenExpiresAt: token.tokenExpiresAt,
    requestedAt: request.createdAt,
    requestedFrom: request.requestedFrom,
    lapsesAt: expiresAt,
    reference: token.tokenReference,
    digest: digest.toString("hex"),
  };
}

async function decisionFacts(
  { db, settings }: ServiceContext,
  { kind }: MessageRow,
  { request, deciderName, tokenReference }: RequestRow,
  common: Common,
): Promise<MailFacts | null> {
  if (!request.decidedAt || !deciderName || !tokenReference || !request.tokenExpiresAt) return null;
  const mail = {
    ...common,
    url: new URL(`/settings/program/api?token=${request.tokenId}`, settings.appUrl).href,
    decidedBy: deciderName,
    decidedAt: request.decidedAt,
    purpose: request.purpose,
    reference: tokenReference,
    note: request.decisionNote,
  };
  if (kind !== "request_approved") return { ...mail, kind: "request_rejected" };
  return {
    ...mail,
    kind: "request_approved",
    networks: await mailedNetworks(db, request.id),
    displayUntil: new Date(request.decidedAt.getTime() + displayDays * day),
    tokenExpiresAt: request.tokenExpiresAt,
  };
}

async function mailedNetworks(db: ServiceContext["db"], requestId: string): Promise<MailedNetwork[]> {
  const rows = await networksOfRequest(db, requestId);
  return rows.map(({ network, label }) => {
    const read = parseAnyNetwork(network);
    return read.ok
      ? { text: read.network.text, size: read.network.size, label }
      : { text: network, size: 1n, label };
  });
}
