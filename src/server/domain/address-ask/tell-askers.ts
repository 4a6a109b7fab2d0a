import "server-only";
import { answerHeldAsks, askersOf } from "../../db/queries/address-asks";
import { insertNotifications } from "../../db/queries/notifications";
import type { UserContext } from "../context";

/**
 * For a request that was just approved: answers the open asks whose address it opens, and tells everyone who asked for one of
 * them. On the decision's transaction, so that nobody is told of what was undone. The request itself stays out of what they see.
 */
export async function tellAskers({ db, actor }: UserContext, requestId: string): Promise<void> {
  await answerHeldAsks(db, requestId, actor.userId);
  const askers = await askersOf(db, requestId);
  await insertNotifications(
    db,
    askers.map(({ userId, askId, address }) => ({
      userId,
      kind: "address_approved" as const,
      details: { askId, address },
    })),
  );
}
