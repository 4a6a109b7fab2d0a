import "server-only";
import { discardDraft, lockToken } from "../../db/queries/security-tokens";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/** Gives up one's own token that was never approved; refused while a request for it is open. */
export async function discardToken(
  context: PermittedContext<"api_settings.manage">,
  input: { tokenId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    // Waits for a submission under way in a statement of its own, so that the next one sees its request.
    await lockToken(inside.db, input.tokenId);
    if (!(await discardDraft(inside.db, input.tokenId, context.actor.userId))) {
      throw new DomainError(
        "token_not_draft",
        "Only your own token that was never approved can be discarded, and not while a request for it is open. Withdraw the request first.",
      );
    }
    await recordEvent(inside, { action: "token.discarded", tokenId: input.tokenId });
  });
}
