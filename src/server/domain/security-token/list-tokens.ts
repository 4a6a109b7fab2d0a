import "server-only";
import { pageSize } from "../../../contracts/access-request";
import {
  countTokenGroups,
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

/** One token with its networks. */
export async function getToken(context: ManagerContext, input: { tokenId: string }) {
  const token = await findTokenRow(context.db, input.tokenId);
  if (!token) throw new DomainError("not_found", "There is no such token.");
  return {
    token,
    mine: token.ownerId === context.actor.userId,
    networks: await networksOfToken(context.db, token.id),
  };
}

/** A page of Approved IPs, live ones first. */
export async function listNetworks(context: ManagerContext, input: { search: string; page: number }) {
  const networks = await listNetworkRows(context.db, { ...input, size: pageSize });
  return { networks, total: networks[0]?.total ?? 0, size: pageSize };
}
