import "server-only";
import type { RequestRow } from "../../db/queries/access-requests";
import {
  type ApprovalCodeRow,
  countWrongAttempt,
  lockApprovalCode,
  renewApprovalCode,
} from "../../db/queries/approval-codes";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { approvalCodeMatches, deriveApprovalCode, newNonce, normaliseApprovalCode } from "./approval-code";
import { mailCode } from "./ask-approvers";

const mostWrongAttempts = 5;

export interface WrongCode {
  /** Attempts left before a new code is mailed. */
  left: number;
  renewed: boolean;
}

/**
 * Holds an approver's code against the one derived for this person, request and mailbox, in constant time (rule 4); null
 * where it matches. A wrong one is counted under a lock; the fifth makes a new code and mails it.
 */
export async function presentCode(
  context: UserContext,
  row: RequestRow,
  given: string,
): Promise<WrongCode | null> {
  const { db, actor } = context;
  const code = await lockApprovalCode(db, row.request.id, actor.userId);
  if (!code || code.voidedAt || code.mailbox !== actor.email) {
    throw new DomainError(
      "code_expired",
      "You have no valid code for this request. Have one sent to your mailbox.",
    );
  }
  const expected = expectedCode(context, row, code);
  if (expected === null) {
    throw new DomainError("code_expired", "The key behind this code has been retired. Have a new code sent.");
  }
  if (approvalCodeMatches(expected, normaliseApprovalCode(given))) return null;
  return countWrong(context, row, code);
}

function expectedCode(context: UserContext, { request }: RequestRow, code: ApprovalCodeRow): string | null {
  return deriveApprovalCode(context.keys, {
    requestId: request.id,
    digest: request.digest,
    approverId: code.approverId,
    mailbox: code.mailbox,
    nonce: code.nonce,
    expiresAt: request.expiresAt,
    keyId: code.keyId,
  });
}

async function countWrong(context: UserContext, row: RequestRow, code: ApprovalCodeRow): Promise<WrongCode> {
  const left = mostWrongAttempts - code.wrongAttempts - 1;
  const renewed = left <= 0;
  if (renewed) await renewCode(context, row);
  else await countWrongAttempt(context.db, row.request.id, code.approverId);
  await recordEvent(context, {
    action: "request.decision_refused",
    outcome: "refused",
    rule: "code_wrong",
    tokenId: row.request.tokenId,
    accessRequestId: row.request.id,
  });
  return { left, renewed };
}

/** A new code under the newest key, mailed at once; the old one is worthless from this commit on. */
export async function renewCode(context: UserContext, row: RequestRow): Promise<void> {
  const { actor, db, keys } = context;
  const { issue } = await renewApprovalCode(db, row.request.id, actor.userId, {
    nonce: newNonce(),
    keyId: keys.currentId,
    mailbox: actor.email,
  });
  await mailCode(context, {
    requestId: row.request.id,
    approver: { id: actor.userId, email: actor.email },
    issue,
    send: 1,
  });
  await recordEvent(context, {
    action: "code.renewed",
    tokenId: row.request.tokenId,
    accessRequestId: row.request.id,
  });
}

export function refuseCode({ left, renewed }: WrongCode): DomainError {
  const message = renewed
    ? "That code is wrong, for the fifth time. It no longer works; a new one is on its way to your mailbox."
    : `That code is wrong. ${left === 1 ? "One attempt is" : `${left} attempts are`} left before a new one is sent.`;
  return new DomainError("code_wrong", message, { attempts_left: left, renewed });
}
