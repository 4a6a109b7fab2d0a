import "server-only";
import { takeDueReview } from "../../db/queries/emergency-accesses";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { eachDue } from "../message/each-due";
import { tellPeople } from "../message/tell-people";
import { closersAmong, securityPeople } from "./may-close";

/** Reminds those who may close an open review, daily from a day after the approval, until it is closed; once each time. */
export async function remindReviewers(context: ServiceContext): Promise<number> {
  return eachDue(context, async (inside) => {
    const due = await takeDueReview(inside.db);
    if (!due) return 0;
    const { requestId: accessRequestId, userId, approvedBy, occasion } = due;
    const { people } = closersAmong(await securityPeople(inside), { userId, approvedBy });
    await tellPeople(
      inside,
      { kind: "emergency_review_due", accessRequestId, occasion: `${accessRequestId}/${occasion}` },
      people,
    );
    await recordEvent(inside, {
      action: "emergency.reminded",
      accessRequestId,
      details: { asked: people.map(({ id }) => id) },
    });
    return 1;
  });
}
