import "server-only";
import { approversStillAsked, type DueRequest, takeDueEscalation } from "../../db/queries/due-messages";
import { insertNotifications } from "../../db/queries/notifications";
import { activeHolders, findPerson, isActive } from "../../db/queries/people";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { eachDue } from "./each-due";
import { tellPeople } from "./tell-people";

/**
 * Tells, once, that a request is about to lapse undecided: its requester and the Administrators by e-mail, who was asked
 * by a notification.
 */
export async function escalateRequests(context: ServiceContext): Promise<number> {
  return eachDue(context, async (inside) => {
    const request = await takeDueEscalation(inside.db);
    if (!request) return 0;
    const { id: accessRequestId, tokenId } = request;
    const told = await whoCanHelp(inside, request);
    await tellPeople(inside, { kind: "request_escalated", accessRequestId, occasion: accessRequestId }, told);
    const asked = await approversStillAsked(inside.db, accessRequestId);
    const known = new Set(told.map(({ id }) => id));
    await insertNotifications(
      inside.db,
      asked
        .filter(({ id }) => !known.has(id))
        .map(({ id }) => ({ userId: id, kind: "request_escalated" as const, accessRequestId })),
    );
    await recordEvent(inside, {
      action: "request.escalated",
      accessRequestId,
      tokenId,
      details: { told: [...known], asked: asked.map(({ id }) => id) },
    });
    return 1;
  });
}

async function whoCanHelp({ db }: ServiceContext, { requestedBy }: DueRequest) {
  const administrators = await activeHolders(db, "users.manage", requestedBy);
  const requester = (await isActive(db, requestedBy)) ? await findPerson(db, requestedBy) : null;
  return requester ? [requester, ...administrators] : administrators;
}
