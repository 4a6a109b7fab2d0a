import "server-only";
import { isTokenRequestKind } from "../../../contracts/request-kinds";
import { findRequest } from "../../db/queries/access-requests";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";

/** What a request says that it was copied from stands on its approvers' page: a closed request for a token, or `invalid_input`. */
export async function requireCopied({ db }: ServiceContext, copiedFrom: string | undefined): Promise<void> {
  if (copiedFrom === undefined) return;
  const row = await findRequest(db, copiedFrom);
  const closed = row && (row.request.status !== "pending" || row.lapsed);
  if (closed && isTokenRequestKind(row.request.kind)) return;
  throw new DomainError(
    "invalid_input",
    "What this was copied from is no closed request for a token. Start the form anew.",
  );
}
