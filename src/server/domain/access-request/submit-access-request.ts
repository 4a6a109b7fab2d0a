import "server-only";
import type { SubmitAccessRequestInput } from "../../../contracts/access-request";
import { lockToken, type SecurityTokenRow, setDraftValues } from "../../db/queries/security-tokens";
import { takeUpAskWith } from "../address-ask/take-up-ask";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { requireTokenExpiry } from "../security-token/generate-token";
import { transact } from "../transact";
import { checkNetworks, requireNetworksAhead } from "./check-networks";
import { lockApprovers } from "./lock-approvers";
import { sendRequest } from "./send-request";

type RequesterContext = PermittedContext<"api_settings.manage">;

/**
 * Submit Token: sends the whole set to every other active Security Admin, with its digest. All or nothing: request,
 * codes, messages, notifications and record commit together. Refused where nobody else could decide. An ask of a
 * member of staff that it answers is taken up with it.
 */
export async function submitAccessRequest(
  context: RequesterContext,
  input: SubmitAccessRequestInput,
): Promise<{ requestId: string; asked: string[] }> {
  return transact(context, async (inside) => {
    const approvers = await lockApprovers(inside, "api_settings.manage");
    const token = await requireOwnDraft(inside, input.tokenId);
    const program = await programSettings(inside);
    await requireTokenExpiry(inside, input.expiresAt);
    const networks = checkNetworks(input, program, context.settings);
    await requireNetworksAhead(inside, networks);
    const { purpose, scopes, ratePerMinute, dailyLimit, expiresAt, reason, copiedFrom } = input;
    const distinctCeiling =
      input.distinctCeiling === undefined ? program.defaultDistinctCeiling : input.distinctCeiling;
    const sent = await sendRequest(
      inside,
      {
        kind: "new_token",
        token,
        purpose,
        scopes,
        networks,
        ratePerMinute,
        dailyLimit,
        distinctCeiling,
        tokenExpiresAt: expiresAt,
        overlapSeconds: 0,
        reason,
        copiedFrom,
      },
      approvers,
    );
    await takeUpAskWith(inside, { askId: input.askId, requestId: sent.requestId });
    await setDraftValues(inside.db, token.id, {
      ...{ purpose, scopes, expiresAt, ratePerMinute, dailyLimit, distinctCeiling },
    });
    return sent;
  });
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
