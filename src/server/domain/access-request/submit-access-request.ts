import "server-only";
import { longestTokenDays, type SubmitAccessRequestInput } from "../../../contracts/access-request";
import { insertRequest } from "../../db/queries/access-requests";
import { enqueueJob } from "../../db/queries/jobs";
import { activeHolders, type Person } from "../../db/queries/people";
import {
  expiryStanding,
  lockToken,
  type SecurityTokenRow,
  setDraftValues,
} from "../../db/queries/security-tokens";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { requireTokenExpiry } from "../security-token/generate-token";
import { transact } from "../transact";
import { askApprovers } from "./ask-approvers";
import { checkNetworks, type RequestedNetwork } from "./check-networks";
import { requestDigest } from "./digest";

type RequesterContext = PermittedContext<"api_settings.manage">;

/**
 * Submit Token: sends the whole set to every other active Security Admin, with its digest. All or nothing: request,
 * codes, messages, notifications and record commit together. Refused where nobody else could decide.
 */
export async function submitAccessRequest(
  context: RequesterContext,
  input: SubmitAccessRequestInput,
): Promise<{ requestId: string; asked: string[] }> {
  return transact(context, async (inside) => {
    const tx = inside.db;
    const approvers = await lockApprovers(inside);
    const token = await requireOwnDraft(inside, input.tokenId);
    const program = await programSettings(inside);
    await requireTokenExpiry(inside, input.expiresAt);
    const networks = checkNetworks(input, program, context.settings);
    await requireNetworksAhead(inside, networks);
    if (approvers.length === 0) {
      throw new DomainError(
        "no_other_security_admin",
        "Nobody but you could decide this. Ask an Administrator to make another person Security Admin, then submit again.",
      );
    }
    const request = await storeRequest(inside, input, token, networks, program.requestDays);
    await askApprovers(inside, request.id, approvers);
    await enqueueJob(
      tx,
      "expire_request",
      { requestId: request.id },
      { jobKey: `expire:${request.id}`, runAt: request.expiresAt },
    );
    await recordEvent(inside, {
      action: "request.submitted",
      tokenId: token.id,
      accessRequestId: request.id,
      details: {
        digest: request.digest,
        networks: networks.map((one) => one.network),
        scopes: input.scopes,
        asked: approvers.map((one) => one.id),
      },
    });
    return { requestId: request.id, asked: approvers.map((one) => one.name) };
  });
}

/** Everyone who may be asked, locked with the requester before anything is read that their roles decide. */
async function lockApprovers(context: RequesterContext): Promise<Person[]> {
  const { db, actor } = context;
  const before = await activeHolders(db, "access_requests.decide", actor.userId);
  await lockAndRequire(
    context,
    "api_settings.manage",
    before.map((one) => one.id),
  );
  const locked = new Set(before.map((one) => one.id));
  const now = await activeHolders(db, "access_requests.decide", actor.userId);
  return now.filter((one) => locked.has(one.id));
}

/** A network that would have expired already opens nothing; by the database's clock. */
async function requireNetworksAhead(
  { db }: RequesterContext,
  networks: readonly RequestedNetwork[],
): Promise<void> {
  for (const { network, expiresAt } of networks) {
    if (!expiresAt || (await expiryStanding(db, expiresAt, longestTokenDays)) !== "past") continue;
    throw new DomainError("invalid_input", `${network} would have expired already. Choose a later day.`, {
      field: "networks",
    });
  }
}

async function requireOwnDraft(context: RequesterContext, tokenId: string): Promise<SecurityTokenRow> {
  const { db, actor } = context;
  const locked = await lockToken(db, tokenId);
  if (
    !locked ||
    locked.token.createdBy !== actor.userId ||
    locked.token.discardedAt ||
    locked.token.approvedAt
  ) {
    throw new DomainError(
      "token_not_draft",
      "Only a token that you generated and that was never approved can be submitted.",
    );
  }
  return locked.token;
}

async function storeRequest(
  context: RequesterContext,
  input: SubmitAccessRequestInput,
  token: SecurityTokenRow,
  networks: readonly RequestedNetwork[],
  days: number,
) {
  const { purpose, scopes, ratePerMinute, dailyLimit, reason } = input;
  const signed = {
    kind: "new_token" as const,
    tokenVersion: token.version,
    purpose,
    scopes,
    networks,
    ratePerMinute,
    dailyLimit,
    tokenExpiresAt: input.expiresAt,
    overlapSeconds: 0,
    reason,
  };
  const digest = requestDigest({
    ...signed,
    tokenReference: token.reference,
    requesterId: context.actor.userId,
  });
  const request = await insertRequest(context.db, {
    ...signed,
    days,
    digest,
    tokenId: token.id,
    requestedBy: context.actor.userId,
    requestedFrom: context.clientIp,
  });
  if (!request) {
    throw new DomainError(
      "request_open_already",
      "A request for this token is open already. Withdraw it to change it.",
    );
  }
  await setDraftValues(context.db, token.id, {
    purpose,
    scopes,
    expiresAt: input.expiresAt,
    ratePerMinute,
    dailyLimit,
  });
  return { ...request, digest: digest.toString("hex") };
}
