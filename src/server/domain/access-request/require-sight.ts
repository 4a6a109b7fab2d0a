import "server-only";
import type { RefusedProcedure } from "../../../contracts/procedure-words";
import {
  decidePermissions,
  type RequestKind,
  requestKinds,
  sightPermission,
} from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { hasAsked } from "../../db/queries/request-list";
import { recordRefusal } from "../audit/record-refusal";
import type { UserContext } from "../context";
import { DomainError } from "../errors";
import { requireRequest } from "./open-request";

/** The kinds of which this person sees everybody's requests: who decides all, who asks those that they may ask for. */
export function kindsInSight({ actor }: UserContext): RequestKind[] {
  return requestKinds.filter((kind) => {
    const permission = sightPermission[kind];
    return [...decidePermissions(kind), ...(permission ? [permission] : [])].some((one) =>
      actor.permissions.has(one),
    );
  });
}

/** Refuses who neither sees requests by their roles nor ever asked for anything themselves; on record as `what`. */
export async function requireSight(context: UserContext, what: RefusedProcedure): Promise<RequestKind[]> {
  return recordRefusal(context, what, async () => {
    const kinds = kindsInSight(context);
    if (kinds.length === 0 && !(await hasAsked(context.db, context.actor.userId))) throw unseen();
    return kinds;
  });
}

/** One request that this person may see: one's own, or of a kind in sight. Throws permission_missing and not_found. */
export async function requestInSight(
  context: UserContext,
  what: RefusedProcedure,
  requestId: string,
): Promise<RequestRow> {
  const kinds = await requireSight(context, what);
  const row = await requireRequest(context, requestId);
  const { kind, requestedBy } = row.request;
  if (requestedBy === context.actor.userId || kinds.includes(kind)) return row;
  return recordRefusal(context, what, async () => {
    throw unseen();
  });
}

const unseen = () =>
  new DomainError("permission_missing", "Your roles do not include access requests.", {
    permission: "access_requests.decide",
  });
