import "server-only";
import { findRequest, networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import type { ServiceContext } from "../context";
import { DomainError } from "../errors";
import { requestDigest, type SignedRequest } from "./digest";
import { changePart, tokenPart } from "./request-part";

/** Refuses with who decided and when, where a request is no longer open; times are told in details as ISO. */
export function requireOpen(row: RequestRow): void {
  const { request, lapsed } = row;
  if (request.status === "pending" && !lapsed) return;
  const at = request.decidedAt ?? request.expiresAt;
  throw new DomainError("request_not_open", closedSentence(row, at), {
    status: lapsed && request.status === "pending" ? "expired" : request.status,
    decided_by: row.deciderName,
    decided_at: at.toISOString(),
  });
}

function closedSentence({ request, deciderName }: RequestRow, at: Date): string {
  const when = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  switch (request.status) {
    case "approved":
    case "rejected":
      return `This request is no longer open: ${request.status} by ${deciderName} at ${when}.`;
    case "withdrawn":
      return `This request is no longer open: withdrawn by ${deciderName} at ${when}.`;
    case "voided":
      return `This request is no longer open: it was voided at ${when}, since what it was for, or the right to ask for it, had ended.`;
    default:
      return `This request is no longer open: it expired at ${when}.`;
  }
}

export async function requireRequest(context: ServiceContext, requestId: string): Promise<RequestRow> {
  const row = await findRequest(context.db, requestId);
  if (!row) throw new DomainError("not_found", "There is no such request.");
  return row;
}

/** The set that was signed, as its rows say it. */
async function signedSetOf(context: ServiceContext, row: RequestRow): Promise<SignedRequest> {
  const { request } = row;
  const { purpose, reason, requestedBy: requesterId } = request;
  const token = tokenPart(row);
  if (token) {
    const networks = await networksOfRequest(context.db, request.id);
    const { overlapSeconds } = request;
    return { ...token, purpose, reason, requesterId, networks, overlapSeconds };
  }
  const change = changePart(row);
  if (!change) throw new Error("The request is neither for a token nor for a change.");
  return { kind: change.kind, purpose, reason, requesterId, change };
}

/** Guarantee: what stands in the rows is what was signed, and what the decider's page showed (rule 3). */
export async function requireSameDigest(
  context: ServiceContext,
  row: RequestRow,
  shown: string,
): Promise<void> {
  const { request } = row;
  const computed = requestDigest(await signedSetOf(context, row));
  if (!computed.equals(request.digest) || computed.toString("hex") !== shown) {
    throw new DomainError(
      "conflict",
      "What you see is not what was submitted. Reload the page and compare the digest.",
    );
  }
}
