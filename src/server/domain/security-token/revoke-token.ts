import "server-only";
import { revokeApprovedToken, revokeLiveNetwork } from "../../db/queries/security-tokens";
import { lockAndRequire } from "../access/require-still";
import { voidRequestsFor } from "../access-request/void-requests";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { tellOfRevocation } from "../message/tell-of-token";
import { transact } from "../transact";

/** Ends a token for good, on every instance from this commit on (rule 10). */
export async function revokeToken(
  context: PermittedContext<"api_settings.manage">,
  input: { tokenId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    if (!(await revokeApprovedToken(inside.db, input.tokenId, context.actor.userId))) {
      throw new DomainError("conflict", "This token is not live: it was revoked already, or never approved.");
    }
    await voidRequestsFor(inside, input.tokenId);
    await recordEvent(inside, { action: "token.revoked", tokenId: input.tokenId });
    await tellOfRevocation(inside, input.tokenId);
  });
}

/** Ends one Approved IP for good, on every instance from this commit on (rule 10). */
export async function revokeNetwork(
  context: PermittedContext<"api_settings.manage">,
  input: { networkId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    const ended = await revokeLiveNetwork(inside.db, input.networkId, context.actor.userId);
    if (!ended) throw new DomainError("conflict", "This network was revoked already, or does not exist.");
    await recordEvent(inside, {
      action: "network.revoked",
      tokenId: ended.tokenId,
      subjectId: input.networkId,
      details: { network: ended.network },
    });
  });
}
