import "server-only";
import type { RenameTokenInput } from "../../../contracts/access-request";
import { lockToken, setTokenWords } from "../../db/queries/security-tokens";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/**
 * Renames a token and keeps notes on it, at once: neither is signed, so neither decides anything, and what was signed
 * stays beside them. Throws `conflict` where somebody changed the notes since the page showed them.
 */
export async function renameToken(
  context: PermittedContext<"api_settings.manage">,
  input: RenameTokenInput,
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    const locked = await lockToken(inside.db, input.tokenId);
    if (!locked) throw new DomainError("not_found", "There is no such token.");
    if (locked.token.notes !== input.notesBefore) {
      throw new DomainError(
        "conflict",
        "Somebody changed these notes meanwhile. Copy yours, reload the page and add them.",
      );
    }
    const name = input.name === "" || input.name === locked.token.purpose ? null : input.name;
    await setTokenWords(inside.db, input.tokenId, { name, notes: input.notes });
    await recordEvent(inside, {
      action: "token.renamed",
      tokenId: input.tokenId,
      details: { name, notesChanged: input.notes !== input.notesBefore },
    });
  });
}
