import "server-only";
import { type GenerateTokenInput, longestTokenDays } from "../../../contracts/access-request";
import { expiryStanding, insertDraftToken } from "../../db/queries/security-tokens";
import { recordEvent } from "../audit/record-event";
import { type PermittedContext, within } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { newTokenReference } from "./reference";

/** Get Data Token: makes an inert token with a readable reference; it opens nothing until a request for it is approved. */
export async function generateToken(
  context: PermittedContext<"api_settings.manage">,
  input: GenerateTokenInput,
): Promise<{ id: string; reference: string }> {
  return context.db.transaction(async (tx) => {
    const inside = within(context, tx);
    await requireTokenExpiry(inside, input.expiresAt);
    const defaults = await programSettings(inside);
    const draft = {
      ...input,
      createdBy: context.actor.userId,
      ratePerMinute: defaults.defaultRatePerMinute,
      dailyLimit: defaults.defaultDailyLimit,
      distinctCeiling: defaults.defaultDistinctCeiling,
    };
    // 2^40 references: a taken one is drawn again, twice over is a fault worth an error.
    const token =
      (await insertDraftToken(tx, { ...draft, reference: newTokenReference() })) ??
      (await insertDraftToken(tx, { ...draft, reference: newTokenReference() }));
    if (!token) throw new Error("No free token reference was found.");
    await recordEvent(inside, {
      action: "token.generated",
      tokenId: token.id,
      details: { scopes: token.scopes },
    });
    return { id: token.id, reference: token.reference };
  });
}

/** Refuses an expiry that is over or further away than a token may live; by the database's clock. */
export async function requireTokenExpiry(
  context: Pick<PermittedContext<never>, "db">,
  expiresAt: Date,
): Promise<void> {
  const standing = await expiryStanding(context.db, expiresAt, longestTokenDays);
  if (standing === "past") {
    throw new DomainError("invalid_input", "The token would have expired already. Choose a later day.", {
      field: "expiresAt",
    });
  }
  if (standing === "too_far") {
    throw new DomainError(
      "invalid_input",
      `A token lives at most ${longestTokenDays} days. Choose an earlier day.`,
      {
        field: "expiresAt",
      },
    );
  }
}
