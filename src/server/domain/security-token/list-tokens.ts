import "server-only";
import { pageSize } from "../../../contracts/access-request";
import { findRequest, networksOfRequest } from "../../db/queries/access-requests";
import { askedOfRequest } from "../../db/queries/request-list";
import {
  countTokenGroups,
  findCurrentToken,
  findTokenRow,
  listNetworkRows,
  listTokenRows,
  networksOfToken,
  type TokenFilter,
} from "../../db/queries/token-list";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";

type ManagerContext = PermittedContext<"api_settings.manage">;

/** A page of security tokens, newest first, with the size of every group; no secrets, only their last four. */
export async function listTokens(context: ManagerContext, input: Omit<TokenFilter, "size">) {
  const rows = await listTokenRows(context.db, { ...input, size: pageSize });
  return {
    tokens: rows.slice(0, pageSize),
    more: rows.length > pageSize,
    counts: await countTokenGroups(context.db),
  };
}

/** One token with its networks and its newest request, from which a rejected one is asked for anew. */
export async function getToken(context: ManagerContext, input: { tokenId: string }) {
  const token = await findTokenRow(context.db, input.tokenId);
  if (!token) throw new DomainError("not_found", "There is no such token.");
  return {
    token,
    mine: token.ownerId === context.actor.userId,
    networks: await networksOfToken(context.db, token.id),
    lastRequest: token.requestId ? await lastRequest(context, token.requestId) : null,
  };
}

async function lastRequest(context: ManagerContext, requestId: string) {
  const found = await findRequest(context.db, requestId);
  if (!found) return null;
  const { reason, digest } = found.request;
  return {
    reason,
    digest: digest.toString("hex"),
    networks: await networksOfRequest(context.db, requestId),
    asked: await askedOfRequest(context.db, requestId),
  };
}

/** The token of one's own that waits for its person: to display, then to watch, then to submit; null where none does. */
export async function currentToken(context: ManagerContext): Promise<{ tokenId: string | null }> {
  return { tokenId: await findCurrentToken(context.db, context.actor.userId) };
}

/** A page of Approved IPs, live ones first. */
export async function listNetworks(context: ManagerContext, input: { search: string; page: number }) {
  const networks = await listNetworkRows(context.db, { ...input, size: pageSize });
  return { networks, total: networks[0]?.total ?? 0, size: pageSize };
}
