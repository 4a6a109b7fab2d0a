import "server-only";
import { approversStillAsked, takeDueReminder } from "../../db/queries/due-messages";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { eachDue } from "./each-due";
import { tellPeople } from "./tell-people";

const mostReminders = 3;

/**
 * Reminds those who were asked and still can decide, with the code that they have: first at a quarter of a request's
 * life, then each time at a quarter of what remains. However late, or by however many at once: one reminder each time.
 */
export async function remindApprovers(context: ServiceContext): Promise<number> {
  return eachDue(context, async (inside) => {
    const request = await takeDueReminder(inside.db, mostReminders);
    if (!request) return 0;
    const { id: accessRequestId, tokenId, reminders } = request;
    const approvers = await approversStillAsked(inside.db, accessRequestId);
    const occasion = `${accessRequestId}/${reminders}`;
    await tellPeople(inside, { kind: "approval_reminder", accessRequestId, occasion }, approvers);
    await recordEvent(inside, {
      action: "request.reminded",
      accessRequestId,
      tokenId,
      details: { reminder: reminders, asked: approvers.map(({ id }) => id) },
    });
    return 1;
  });
}
