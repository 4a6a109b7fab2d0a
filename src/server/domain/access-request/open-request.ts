import "server-only";
import { sameMailbox } from "@/contracts/people";
import { findRequest, networksOfRequest, type RequestRow } from "../../db/queries/access-requests";
import type { ServiceContext, UserContext } from "../context";
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

/** The request by its id, with who decided it; throws `not_found`. */
export async function requireRequest(context: ServiceContext, requestId: string): Promise<RequestRow> {
  const row = await findRequest(context.db, requestId);
  if (!row) throw new DomainError("not_found", "There is no such request.");
  return row;
}

/** Guarantee: who decides is neither who asked nor who reads that person's mail (rule 1). Throws `own_request`. */
function requireAnotherPerson({ actor }: UserContext, row: RequestRow): void {
  if (row.request.requestedBy === actor.userId) {
    throw new DomainError("own_request", "This is your own request. Another person decides it.");
  }
  if (sameMailbox(row.requesterEmail, actor.email)) {
    throw new DomainError(
      "own_request",
      `Your mailbox is that of ${row.requesterName} too, who asked for this. Somebody with another mailbox decides it.`,
    );
  }
}

/**
 * The request as it stands now, for who decides it: throws `not_found`, `own_request` for one of their own or of their own
 * mailbox (rule 1), and `request_not_open`.
 */
export async function requireDecidable(context: UserContext, requestId: string): Promise<RequestRow> {
  const row = await requireRequest(context, requestId);
  requireAnotherPerson(context, row);
  requireOpen(row);
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
