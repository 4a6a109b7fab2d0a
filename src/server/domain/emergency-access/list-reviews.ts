import "server-only";
import type { DecidePermission } from "../../../contracts/request-kinds";
import { decidePermissions } from "../../../contracts/request-kinds";
import { findEmergency, listOpenReviews, readsOfEmergency } from "../../db/queries/emergency-accesses";
import { requestInSight } from "../access-request/require-sight";
import type { PermittedContext, UserContext } from "../context";
import { closersAmong, securityPeople } from "./may-close";

const mostListed = 50;
const mostCustomers = 200;

/** Emergency accesses whose review is open, oldest first, and whether the reader may close each. */
export async function listReviews(context: PermittedContext<DecidePermission>) {
  const people = await securityPeople(context);
  const open = await listOpenReviews(context.db, mostListed);
  return open.map((one) => ({
    requestId: one.requestId,
    personName: one.personName,
    approverName: one.approverName,
    address: one.address,
    startsAt: one.startsAt,
    endsAt: one.endedAt ?? one.expiresAt,
    live: one.live,
    mayClose: closersAmong(people, one).people.some(({ id }) => id === context.actor.userId),
  }));
}

/**
 * One emergency access with its review, for who sees its request; what was read under it, by the customers' ids, for who
 * decides about access. Null where the request opened none.
 */
export async function showEmergency(context: UserContext, input: { requestId: string }) {
  await requestInSight(context, "emergencyAccess.show", input.requestId);
  const { db, actor } = context;
  const found = await findEmergency(db, input.requestId);
  if (!found) return null;
  const { people, oneOfTwo } = closersAmong(await securityPeople(context), found);
  const decides = decidePermissions("break_glass").some((one) => actor.permissions.has(one));
  const { userId, approvedBy: _, ...shown } = found;
  return {
    ...shown,
    endsAt: found.endedAt ?? found.expiresAt,
    mayEnd: found.live && (decides || userId === actor.userId),
    mayClose: !found.closedAt && people.some(({ id }) => id === actor.userId),
    /** Closing it now would be by one of the two. */
    oneOfTwo,
    closers: people.map(({ name }) => name),
    reads: decides ? await readsOfEmergency(db, input.requestId, mostCustomers) : null,
    seesAudit: actor.permissions.has("audit.read"),
  };
}
