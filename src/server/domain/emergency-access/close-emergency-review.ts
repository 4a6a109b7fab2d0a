import "server-only";
import type { CloseReviewInput } from "../../../contracts/emergency-access";
import { type DecidePermission, decidePermissions } from "../../../contracts/request-kinds";
import { closeReview, type EmergencyRow, findEmergency } from "../../db/queries/emergency-accesses";
import { markNotificationsRead } from "../../db/queries/notifications";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ProvedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { closersAmong, securityPeople } from "./may-close";

type Closer = ProvedContext<PermittedContext<DecidePermission>>;

/**
 * Closes the review of an emergency access that is over, with what was found. By a third person who holds a security role;
 * by one of the two, and marked so, only where no third one is active. One closes it, whatever races. Throws not_found,
 * own_request for one of the two while a third could, and conflict while it is live or once it is closed.
 */
export async function closeEmergencyReview(
  context: Closer,
  input: CloseReviewInput,
): Promise<{ oneOfTwo: boolean }> {
  const { requestId, finding, note } = input;
  return transact(context, async (inside) => {
    // Everyone's rows whose roles decide who may: they change before this, or after it.
    const before = await securityPeople(inside);
    await lockAndRequire(
      inside,
      decidePermissions("break_glass"),
      before.map(({ id }) => id),
    );
    const found = await requireEmergency(inside, requestId);
    const { userId } = inside.actor;
    const { people, oneOfTwo } = closersAmong(await securityPeople(inside), found);
    if (!people.some(({ id }) => id === userId)) throw notTheirs(found, people);
    if (!(await closeReview(inside.db, { requestId, closedBy: userId, finding, note, oneOfTwo }))) {
      throw notOpen(await requireEmergency(inside, requestId));
    }
    await recordEvent(inside, {
      action: "emergency.reviewed",
      accessRequestId: requestId,
      subjectId: found.userId,
      details: { finding, one_of_two: oneOfTwo },
    });
    await markNotificationsRead(inside.db, userId, { accessRequestId: requestId });
    return { oneOfTwo };
  });
}

export async function requireEmergency({ db }: Closer, requestId: string): Promise<EmergencyRow> {
  const found = await findEmergency(db, requestId);
  if (!found) throw new DomainError("not_found", "There is no such emergency access.");
  return found;
}

function notTheirs(
  { personName, approverName }: EmergencyRow,
  people: readonly { name: string }[],
): DomainError {
  const who = people.map(({ name }) => name).join(", ");
  return new DomainError(
    "own_request",
    `${personName} asked for it and ${approverName} approved it: a third person closes the review. ${who} can.`,
  );
}

function notOpen({ live, closedAt, closerName }: EmergencyRow): DomainError {
  if (closedAt) return new DomainError("conflict", `${closerName} closed this review already.`);
  return live
    ? new DomainError("conflict", "The emergency access is still open. End it, or wait until it has ended.")
    : new DomainError("conflict", "The review changed meanwhile. Reload the page.");
}
