import "server-only";
import { type DecidePermission, decidePermissions } from "../../../contracts/request-kinds";
import {
  countSend,
  insertApprovalCodes,
  lockApprovalCode,
  mailedLately,
} from "../../db/queries/approval-codes";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { newNonce } from "./approval-code";
import { mailCode } from "./ask-approvers";
import { requireDecidable, requireRequest } from "./open-request";
import { renewCode } from "./present-code";

/**
 * Sends the approver their code again: the same code under a new idempotency key; a new one where theirs was voided,
 * its key was retired or it went to another mailbox; a first one for somebody who joined later. At most once a minute.
 */
export async function resendCode(
  context: PermittedContext<DecidePermission>,
  input: { requestId: string },
): Promise<{ mailbox: string }> {
  const { userId, email } = context.actor;
  return transact(context, async (inside) => {
    const tx = inside.db;
    const { kind } = (await requireRequest(inside, input.requestId)).request;
    await lockAndRequire(inside, decidePermissions(kind));
    const row = await requireDecidable(inside, input.requestId);
    await insertApprovalCodes(tx, [
      {
        requestId: row.request.id,
        approverId: userId,
        mailbox: email,
        nonce: newNonce(),
        keyId: context.keys.currentId,
        sends: 0,
      },
    ]);
    const code = await lockApprovalCode(tx, row.request.id, userId);
    if (await mailedLately(tx, row.request.id, userId)) {
      throw new DomainError(
        "too_many_attempts",
        "The code was sent less than a minute ago. Look in your mailbox first.",
        {
          retry_after_seconds: 60,
        },
      );
    }
    if (!code || code.voidedAt || code.mailbox !== email || !context.keys.holds(code.keyId)) {
      await renewCode(inside, row);
    } else {
      const { issue, sends } = await countSend(tx, row.request.id, userId);
      await mailCode(inside, {
        requestId: row.request.id,
        approver: { id: userId, email },
        issue,
        send: sends,
      });
    }
    await recordEvent(inside, {
      action: "code.resent",
      tokenId: row.request.tokenId,
      accessRequestId: row.request.id,
    });
    return { mailbox: email };
  });
}
