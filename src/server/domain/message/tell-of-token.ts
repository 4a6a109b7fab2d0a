import "server-only";
import { findRequest } from "../../db/queries/access-requests";
import { tokenAudience } from "../../db/queries/due-messages";
import { findTokenOwner } from "../../db/queries/message-facts";
import { activeHolders, findPerson, isActive } from "../../db/queries/people";
import type { ServiceContext, UserContext } from "../context";
import { tellPeople } from "./tell-people";

/**
 * After the first display that a rotation or renewal grants: the token's owner and whoever approved it learn when the old
 * secret ends.
 */
export async function tellOfRotation(
  context: UserContext,
  { tokenId, requestId, displayedAt }: { tokenId: string; requestId: string; displayedAt: Date },
): Promise<void> {
  const found = await findRequest(context.db, requestId);
  if (!found || found.request.kind === "new_token") return;
  const { decidedBy } = found.request;
  const approver =
    decidedBy && (await isActive(context.db, decidedBy)) ? await findPerson(context.db, decidedBy) : null;
  const owners = await tokenAudience(context.db, tokenId);
  await tellPeople(
    context,
    {
      kind: "token_rotated",
      tokenId,
      accessRequestId: requestId,
      details: { at: displayedAt.toISOString(), byId: context.actor.userId },
      occasion: requestId,
    },
    approver ? [...owners, approver] : owners,
  );
}

/** The token's owner and everyone else who manages tokens, but for who revoked it, unless they own it. */
export async function tellOfRevocation(context: ServiceContext, tokenId: string): Promise<void> {
  const { actor } = context;
  const userId = actor.kind === "user" ? actor.userId : undefined;
  const managers = await activeHolders(context.db, "api_settings.manage", userId);
  const owner = await findTokenOwner(context.db, tokenId);
  await tellPeople(
    context,
    {
      kind: "token_revoked",
      tokenId,
      details: actor.kind === "user" ? { byId: userId } : {},
      occasion: tokenId,
    },
    owner ? [owner, ...managers] : managers,
  );
}
