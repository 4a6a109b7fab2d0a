import "server-only";
import { discardDraft } from "../../db/queries/security-tokens";
import { recordEvent } from "../audit/record-event";
import { type PermittedContext, within } from "../context";
import { DomainError } from "../errors";

/** Gives up one's own token that was never approved; refused while a request for it is open. */
export async function discardToken(
  context: PermittedContext<"api_settings.manage">,
  input: { tokenId: string },
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const inside = within(context, tx);
    if (!(await discardDraft(tx, input.tokenId, context.actor.userId))) {
      throw new DomainError(
        "token_not_draft",
        "Only your own token that was never approved can be discarded, and not while a request for it is open. Withdraw the request first.",
      );
    }
    await recordEvent(inside, { action: "token.discarded", tokenId: input.tokenId });
  });
}
