import "server-only";
import { type DecidePermission, decidePermissions } from "../../../contracts/request-kinds";
import { decideOpenRequest, type RequestRow } from "../../db/queries/access-requests";
import { markCodeUsed } from "../../db/queries/approval-codes";
import { markNotificationsRead } from "../../db/queries/notifications";
import { failAttempt, requireTurn } from "../access/attempt-delay";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ProvedContext } from "../context";
import { DomainError } from "../errors";
import { tellPeople } from "../message/tell-people";
import { transact } from "../transact";
import { changePeople } from "../user/change-people";
import { personOf } from "../user/person-of";
import { applyApproved, peopleChangedBy } from "./apply-request";
import { requireDecidable, requireOpen, requireRequest, requireSameDigest } from "./open-request";
import { presentCode, refuseCode } from "./present-code";

/** Who decides: holds a permission that decides something, with a fresh proof. */
export type DeciderContext = ProvedContext<PermittedContext<DecidePermission>>;

/**
 * Approves with session and mailbox (rules 1 to 4): one conditional update in one transaction with its grants, record
 * and messages. Of any number at once one wins; the rest learn who decided and when. A wrong code is counted and kept.
 */
export async function approveAccessRequest(
  context: DeciderContext,
  input: { requestId: string; digest: string; code: string },
): Promise<void> {
  const attempt = { kind: "approval-code" as const, account: context.actor.userId };
  await requireTurn(context, attempt);
  const wrong = await approving(context, input.requestId, async (inside, row) => {
    const wrongCode = await presentCode(inside, row, input.code);
    if (wrongCode) return wrongCode;
    await requireSameDigest(inside, row, input.digest);
    await decide(inside, row, "approved", null);
    await applyApproved(inside, row);
    await markCodeUsed(inside.db, row.request.id, context.actor.userId);
    await tellRequester(inside, row, "request_approved");
    return null;
  });
  if (!wrong) return;
  // Only after the commit, so that the attempt stays counted.
  await failAttempt(context, attempt);
  throw refuseCode(wrong);
}

/** Rejects with a note; needs no code. One decision wins, as with approving. */
export async function rejectAccessRequest(
  context: DeciderContext,
  input: { requestId: string; digest: string; note: string },
): Promise<void> {
  await transact(context, async (inside) => {
    const { request } = await requireRequest(inside, input.requestId);
    await lockAndRequire(inside, decidePermissions(request.kind), [request.requestedBy]);
    const row = await requireDecidable(inside, input.requestId);
    await requireSameDigest(inside, row, input.digest);
    await decide(inside, row, "rejected", input.note);
    await tellRequester(inside, row, "request_rejected");
  });
}

/**
 * Runs an approval under the locks that its change needs (rule 2): the approver's row against changes, or, where it
 * changes people itself, everyone's that it touches.
 */
async function approving<T>(
  context: DeciderContext,
  requestId: string,
  work: (inside: DeciderContext, row: RequestRow) => Promise<T>,
): Promise<T> {
  const before = await requireRequest(context, requestId);
  const needed = decidePermissions(before.request.kind);
  const decidable = async (inside: DeciderContext) => work(inside, await requireDecidable(inside, requestId));
  const people = peopleChangedBy(before);
  if (people) {
    const touched = async (inside: DeciderContext) => [before.request.requestedBy, ...(await people(inside))];
    return changePeople(context, needed, touched, decidable);
  }
  return transact(context, async (inside) => {
    await lockAndRequire(inside, needed, [before.request.requestedBy]);
    return decidable(inside);
  });
}

async function decide(
  context: DeciderContext,
  row: RequestRow,
  status: "approved" | "rejected",
  note: string | null,
) {
  const { request } = row;
  const won = await decideOpenRequest(context.db, {
    requestId: request.id,
    digest: request.digest,
    decidedBy: context.actor.userId,
    decidedFrom: context.clientIp,
    status,
    note,
  });
  if (!won) {
    requireOpen(await requireRequest(context, request.id));
    throw new DomainError("conflict", "The request changed meanwhile. Reload the page.");
  }
  await recordEvent(context, {
    action: status === "approved" ? "request.approved" : "request.rejected",
    tokenId: request.tokenId,
    accessRequestId: request.id,
    details: { digest: request.digest.toString("hex"), requester: request.requestedBy },
  });
  await markNotificationsRead(context.db, context.actor.userId, { accessRequestId: request.id });
}

async function tellRequester(
  context: DeciderContext,
  row: RequestRow,
  kind: "request_approved" | "request_rejected",
) {
  const requester = await personOf(context, row.request.requestedBy);
  const { id: accessRequestId } = row.request;
  await tellPeople(context, { kind, accessRequestId, occasion: accessRequestId }, [requester]);
}
