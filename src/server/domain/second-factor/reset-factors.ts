import "server-only";
import type { ChangeOf } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { factorsOf, removeFactors, voidRecoveryCodes } from "../../db/queries/second-factors";
import { endSessions } from "../../db/queries/sessions";
import { sendRequest } from "../access-request/send-request";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ProvedContext } from "../context";
import { DomainError } from "../errors";
import { changePeopleAsking } from "../user/change-people-asking";
import { personOf } from "../user/person-of";
import { refuseOwnSubject } from "../user/security-grant";
import { tellFactorChanged } from "./tell-factor-changed";

/**
 * Asks a Security Admin to remove all second factors of somebody who lost them: whoever reads that person's mail could then
 * take the account over, so it takes two people, and neither is the person. Throws conflict where there is none.
 */
export async function askForFactorReset(
  context: ProvedContext<PermittedContext<"users.manage">>,
  input: { userId: string; reason: string },
): Promise<{ requestId: string; asked: string[] }> {
  const { reason } = input;
  return changePeopleAsking(
    context,
    "users.manage",
    async () => [input.userId],
    async (inside, approvers) => {
      const person = await personOf(inside, input.userId);
      const { id: userId } = person;
      refuseOwnSubject(inside.actor.userId, [userId]);
      const factorIds = (await factorsOf(inside.db, userId)).map(({ id }) => id).sort();
      const factors = factorIds.length;
      if (factors === 0) throw new DomainError("conflict", `${person.name} has no second factor to reset.`);
      return sendRequest(
        inside,
        {
          kind: "factor_reset",
          subjectId: userId,
          purpose: `Reset the second factors of ${person.name}`,
          reason,
          change: {
            kind: "factor_reset",
            userId,
            userName: person.name,
            userEmail: person.email,
            factors,
            factorIds,
          },
        },
        approvers.filter((one) => one.id !== userId),
      );
    },
  );
}

/**
 * Removes them, on the decision's transaction: factors, recovery codes and sessions end together, and the person is told.
 * Guarantee: only where the person has the mailbox and exactly the factors that were signed. Throws `conflict`, and
 * `own_request` where the approver is the person.
 */
export async function applyFactorReset(
  inside: PermittedContext<"access_requests.decide">,
  change: ChangeOf<"factor_reset">,
  request: RequestRow["request"],
): Promise<void> {
  const person = await personOf(inside, change.userId);
  refuseOwnSubject(inside.actor.userId, [person.id]);
  if (person.email !== change.userEmail) {
    throw new DomainError(
      "conflict",
      `The e-mail address of ${change.userName} was changed since this was asked for. Reject the request.`,
    );
  }
  const removed = await removeFactors(inside.db, person.id);
  requireSigned(removed, change);
  await voidRecoveryCodes(inside.db, person.id);
  const ended = await endSessions(inside.db, { userIds: [person.id] }, "factors_reset");
  await recordEvent(inside, {
    action: "factor.removed",
    accessRequestId: request.id,
    subjectId: person.id,
    details: { reset: removed.length, sessionsEnded: ended.length, requester: request.requestedBy },
  });
  await tellFactorChanged(inside, "reset", person);
}

/** What was set up since it was asked is theirs to keep: they have not lost it. An app that never counted is nobody's loss. */
function requireSigned(
  removed: Awaited<ReturnType<typeof removeFactors>>,
  { userName, factorIds = [] }: ChangeOf<"factor_reset">,
): void {
  const counted = removed.filter(({ confirmedAt }) => confirmedAt !== null).map(({ id }) => id);
  if (counted.sort().join() === factorIds.join()) return;
  throw new DomainError(
    "conflict",
    `The second factors of ${userName} are not those that this was asked for. Reject the request; it can be asked anew.`,
  );
}
