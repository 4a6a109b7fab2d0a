import "server-only";
import type { Transaction } from "../client";
import { activeHolders, type Person } from "../queries/people";
import { accessRequestNetworks, accessRequests, securityTokens } from "../schema";
import { dayMinutes, type PastToken } from "./history";
import { after, officeOf, type Past, type PastRequest } from "./past";

interface Times {
  submittedAt: Date;
  requestExpiresAt: Date;
  decidedAt: Date | null;
  tokenExpiresAt: Date;
}

/** Inserts a token and its one request, open or decided, with the digest that its approver would have signed. */
export async function insertPastToken(tx: Transaction, past: PastToken, given: Past): Promise<PastRequest> {
  const requester = given.person(past.requester);
  const times = timesOf(past, given.now);
  const tokenId = await insertToken(tx, past, requester, times);
  const request = requestOf(past, requester, times);
  const networks = past.networks.map((one) => ({ ...one, expiresAt: null }));
  const digest = given.requestDigest({
    ...request,
    networks,
    tokenReference: past.reference,
    requesterId: requester.id,
  });
  const decider = past.decision && given.person(past.decision.by);
  const [row] = await tx
    .insert(accessRequests)
    .values({ ...request, tokenId, digest, ...decisionOf(past, decider, times) })
    .returning({ id: accessRequests.id });
  if (!row) throw new Error("The request was not stored.");
  const rows = networks.map((one, position) => ({ requestId: row.id, position, ...one }));
  await tx.insert(accessRequestNetworks).values(rows);
  const asked = await activeHolders(tx, "access_requests.decide", requester.id);
  const displayedAt = times.decidedAt && past.decision?.approved ? after(times.decidedAt, 25) : null;
  const revokedAt = past.revoked ? after(new Date(given.now), -past.revoked.daysAgo * dayMinutes) : null;
  return {
    past,
    tokenId,
    requestId: row.id,
    digest,
    requester,
    asked,
    decider,
    ...times,
    displayedAt,
    revokedAt,
  };
}

function timesOf(past: PastToken, now: number): Times {
  const submittedAt = after(new Date(now), -past.submittedDaysAgo * dayMinutes);
  return {
    submittedAt,
    requestExpiresAt: after(submittedAt, 3 * dayMinutes),
    decidedAt: past.decision && after(submittedAt, past.decision.hoursLater * 60),
    tokenExpiresAt: after(new Date(now), past.expiresInDays * dayMinutes),
  };
}

async function insertToken(
  tx: Transaction,
  past: PastToken,
  requester: Person,
  times: Times,
): Promise<string> {
  const [row] = await tx
    .insert(securityTokens)
    .values({
      reference: past.reference,
      purpose: past.purpose,
      createdBy: requester.id,
      createdAt: after(times.submittedAt, -12),
      scopes: past.scopes,
      ratePerMinute: past.ratePerMinute,
      dailyLimit: past.dailyLimit,
      distinctCeiling: past.distinctCeiling,
      expiresAt: times.tokenExpiresAt,
    })
    .returning({ id: securityTokens.id });
  if (!row) throw new Error("The token was not stored.");
  return row.id;
}

function requestOf(past: PastToken, requester: Person, times: Times) {
  return {
    kind: "new_token" as const,
    tokenVersion: 1,
    requestedBy: requester.id,
    requestedFrom: officeOf(requester),
    purpose: past.purpose,
    scopes: past.scopes,
    ratePerMinute: past.ratePerMinute,
    dailyLimit: past.dailyLimit,
    distinctCeiling: past.distinctCeiling,
    tokenExpiresAt: times.tokenExpiresAt,
    overlapSeconds: 0,
    reason: past.reason,
    createdAt: times.submittedAt,
    expiresAt: times.requestExpiresAt,
  };
}

function decisionOf(past: PastToken, decider: Person | null, times: Times) {
  if (!past.decision || !decider) {
    return { status: "pending" as const, nextReminderAt: after(times.submittedAt, (3 * dayMinutes) / 4) };
  }
  return {
    status: past.decision.approved ? ("approved" as const) : ("rejected" as const),
    decidedBy: decider.id,
    decidedAt: times.decidedAt,
    decidedFrom: officeOf(decider),
    decisionNote: past.decision.note,
  };
}
