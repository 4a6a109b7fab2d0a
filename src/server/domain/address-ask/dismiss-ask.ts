import "server-only";
import type { DismissAskInput } from "../../../contracts/address-ask";
import { type AskRow, findAsk, takeUpAsk } from "../../db/queries/address-asks";
import { insertNotifications } from "../../db/queries/notifications";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/**
 * Answers an ask with no, in a note to the asker, who may ask again. Of two people who answer at once one wins; the other
 * gets conflict with who it was.
 */
export async function dismissAsk(
  context: PermittedContext<"api_settings.manage">,
  { askId, note }: DismissAskInput,
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    const ask = await requireAsk(inside, askId);
    if (!(await takeUpAsk(inside.db, askId, context.actor.userId, null)))
      throw answered(await requireAsk(inside, askId));
    await recordEvent(inside, {
      action: "address.ask_dismissed",
      subjectId: askId,
      details: { address: ask.address, asked_by: ask.askedById },
    });
    const details = { askId, address: ask.address, byId: context.actor.userId, dismissed: note };
    await insertNotifications(inside.db, [{ userId: ask.askedById, kind: "address_asked", details }]);
  });
}

export async function requireAsk(
  { db }: PermittedContext<"api_settings.manage">,
  askId: string,
): Promise<AskRow> {
  const ask = await findAsk(db, askId);
  if (!ask) throw new DomainError("not_found", "There is no such wish for an address.");
  return ask;
}

function answered({ answeredByName, requestId }: AskRow): DomainError {
  const how = requestId ? "asked for the address" : "dismissed it";
  return new DomainError("conflict", `${answeredByName ?? "Somebody"} ${how} already.`);
}
