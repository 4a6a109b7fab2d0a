import "server-only";
import { type GenerateTokenInput, longestTokenDays } from "../../../contracts/access-request";
import { expiryStanding, insertDraftToken } from "../../db/queries/security-tokens";
import { countDraftsOf } from "../../db/queries/token-life";
import { lockUsers } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { programSettings } from "../program/program-settings";
import { transact } from "../transact";
import { newTokenReference } from "./reference";

/** Tokens of one person's that were never approved: drafts, those that wait and those that were rejected. */
const mostDrafts = 50;

/**
 * Get Data Token: makes an inert token with a readable reference; it opens nothing until a request for it is approved.
 * Throws `conflict` where the person has 50 already that were never approved (ASVS 2.4.1).
 */
export async function generateToken(
  context: PermittedContext<"api_settings.manage">,
  input: GenerateTokenInput,
): Promise<{ id: string; reference: string }> {
  return transact(context, async (inside) => {
    await requireTokenExpiry(inside, input.expiresAt);
    await requireRoom(inside);
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
      (await insertDraftToken(inside.db, { ...draft, reference: newTokenReference() })) ??
      (await insertDraftToken(inside.db, { ...draft, reference: newTokenReference() }));
    if (!token) throw new Error("No free token reference was found.");
    await recordEvent(inside, {
      action: "token.generated",
      tokenId: token.id,
      details: { scopes: token.scopes },
    });
    return { id: token.id, reference: token.reference };
  });
}

/** Counted under the person's lock, so that many at once are no more. */
async function requireRoom({ db, actor }: UserContext): Promise<void> {
  await lockUsers(db, [actor.userId]);
  if ((await countDraftsOf(db, actor.userId)) < mostDrafts) return;
  throw new DomainError(
    "conflict",
    `You have ${mostDrafts} tokens that were never approved. Discard those that you no longer need, then generate another.`,
  );
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
