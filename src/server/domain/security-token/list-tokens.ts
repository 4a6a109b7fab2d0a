import "server-only";
import type { z } from "zod";
import { pageSize } from "../../../contracts/access-request";
import { ownPrefixes } from "../../../contracts/network";
import type { listNetworksInput, listTokensInput } from "../../../contracts/token-filters";
import { listAcceptingTokens, listNetworkRows } from "../../db/queries/network-list";
import type { OwnerFilter } from "../../db/queries/token-conditions";
import { countTokenGroups, findCurrentToken, listTokenRows } from "../../db/queries/token-list";
import type { PermittedContext } from "../context";

type ManagerContext = PermittedContext<"api_settings.manage">;

const mostAccepting = 100;

/** A page of security tokens with the size of every group; no secrets, only their last four. */
export async function listTokens(context: ManagerContext, input: z.infer<typeof listTokensInput>) {
  const { page, ...filter } = { ...input, owner: ownerOf(context, input.owner) };
  const counts = await countTokenGroups(context.db, filter);
  return {
    tokens: await listTokenRows(context.db, filter, { page, size: pageSize }),
    more: page * pageSize < counts[filter.group],
    size: pageSize,
    counts,
  };
}

/** A page of Approved IPs, live ones first. */
export async function listNetworks(context: ManagerContext, input: z.infer<typeof listNetworksInput>) {
  const { page, ...filter } = { ...input, owner: ownerOf(context, input.owner) };
  const networks = await listNetworkRows(context.db, filter, { page, size: pageSize });
  return { networks, total: networks[0]?.total ?? 0, size: pageSize };
}

function ownerOf({ actor }: ManagerContext, owner: string | null): OwnerFilter {
  if (owner === null || owner === "left") return owner;
  return { personId: owner === "me" ? actor.userId : owner };
}

/** The token that waits for this person: to display first, then the newest one to submit or to watch; null where none does. */
export async function currentToken(context: ManagerContext): Promise<{ tokenId: string | null }> {
  return { tokenId: await findCurrentToken(context.db, context.actor.userId) };
}

/**
 * "Which tokens would accept this address?": every token with a network that holds it, and why not where it would be
 * refused. It looks at address and state alone: scope and limits may refuse besides.
 */
export async function acceptingTokens(context: ManagerContext, { address }: { address: string }) {
  const tokens = await listAcceptingTokens(context.db, ownPrefixes(address), mostAccepting);
  return {
    address,
    tokens,
    accepting: tokens.filter((one) => one.refusal === null).length,
    total: tokens[0]?.total ?? 0,
  };
}
