import "server-only";
import { revokeApprovedToken, revokeLiveNetwork } from "../../db/queries/security-tokens";
import { voidRequestsFor } from "../access-request/void-requests";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { tellOfRevocation } from "../message/tell-of-token";

/** Why something ended, where nobody pressed Revoke. */
type Why = Readonly<Record<string, string>>;

const whoEnds = ({ actor }: ServiceContext) => (actor.kind === "user" ? actor.userId : null);

/** Ends a token on the caller's transaction, with its record, messages and open requests; false where it was not live. */
export async function endToken(inside: ServiceContext, tokenId: string, why?: Why): Promise<boolean> {
  if (!(await revokeApprovedToken(inside.db, tokenId, whoEnds(inside)))) return false;
  await voidRequestsFor(inside, tokenId);
  await recordEvent(inside, { action: "token.revoked", tokenId, ...(why && { details: why }) });
  await tellOfRevocation(inside, tokenId);
  return true;
}

/** Ends one Approved IP on the caller's transaction, with its record; false where it was not live. */
export async function endNetwork(inside: ServiceContext, networkId: string, why?: Why): Promise<boolean> {
  const ended = await revokeLiveNetwork(inside.db, networkId, whoEnds(inside));
  if (!ended) return false;
  await recordEvent(inside, {
    action: "network.revoked",
    tokenId: ended.tokenId,
    subjectId: networkId,
    details: { network: ended.network, ...why },
  });
  return true;
}
