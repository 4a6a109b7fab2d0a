import "server-only";
import { randomBytes } from "node:crypto";
import { displayAgainMinutes, displayDays } from "../../../contracts/access-request";
import { formatSecret } from "../../../contracts/secret";
import {
  type DisplayGrant,
  endEarlierSecrets,
  endSecretsOfRequest,
  findDisplayGrant,
  insertSecret,
  lockToken,
  markSecretSaved,
} from "../../db/queries/security-tokens";
import { lockAndRequire } from "../access/require-still";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext, ProvedContext } from "../context";
import { hashSecret } from "../customer/secret-hash";
import { DomainError } from "../errors";
import { tellOfRotation } from "../message/tell-of-token";
import { transact } from "../transact";

/** Who displays: looks after tokens, with a fresh proof. That it is the requester, displaySecret sees to. */
export type DisplayContext = ProvedContext<PermittedContext<"api_settings.manage">>;

export interface DisplayedSecret {
  secret: string;
  displayedAt: Date;
  /** Until then, and while it is unsaved and unused, displaying again mints a new one. */
  againMinutes: number;
}

/**
 * Display token: mints the secret of an approved request and keeps its SHA-256 alone (rule 5). Only the requester, within
 * 7 days of approval, unless they lost the role since; again for 15 minutes from the first display, while unsaved and
 * unused, which ends the last one. A rotation's or renewal's first display ends the earlier ones after the overlap.
 */
export async function displaySecret(
  context: DisplayContext,
  input: { tokenId: string },
): Promise<DisplayedSecret> {
  return transact(context, async (inside) => {
    const tx = inside.db;
    await lockAndRequire(inside, "api_settings.manage");
    const { tokenId } = input;
    const { requestId, displays, overlapSeconds } = await requireDisplayGrant(inside, tokenId);
    if (!(await endSecretsOfRequest(tx, requestId))) throw settledAlready();
    await endEarlierSecrets(tx, { tokenId, requestId, overlapSeconds });
    const secret = formatSecret(randomBytes(32));
    const stored = await insertSecret(tx, {
      tokenId,
      requestId,
      hash: Buffer.from(hashSecret(secret), "hex"),
      lastFour: secret.slice(-4),
      displayedBy: context.actor.userId,
    });
    await recordEvent(inside, {
      action: "token.displayed",
      tokenId,
      accessRequestId: requestId,
      subjectId: stored.id,
    });
    if (displays === 0) await tellOfRotation(inside, { tokenId, requestId, displayedAt: stored.displayedAt });
    return { secret, displayedAt: stored.displayedAt, againMinutes: displayAgainMinutes };
  });
}

async function requireDisplayGrant(context: DisplayContext, tokenId: string): Promise<DisplayGrant> {
  const { db, actor } = context;
  const locked = await lockToken(db, tokenId);
  if (!locked) throw refuse("There is no such token.");
  if (locked.token.revokedAt) throw refuse("This token was revoked. Generate a new one.");
  if (locked.expired) throw refuse("This token has expired. Generate a new one.");
  const grant = await findDisplayGrant(db, tokenId, actor.userId, displayDays, displayAgainMinutes);
  if (!grant) throw refuse("Only the person whose request was approved displays its secret.");
  if (grant.settled) throw settledAlready();
  if (grant.voided) {
    throw refuse(
      "You lost the right to ask for it before you displayed it, and what was approved ended with that. Rotate the secret to have another one.",
    );
  }
  if (!grant.againPossible) {
    throw refuse(
      `The secret could be displayed again for ${displayAgainMinutes} minutes. Rotate the secret to have another one.`,
    );
  }
  if (grant.displays === 0 && !grant.inTime) {
    throw refuse(
      `The secret had to be displayed within ${displayDays} days of its approval. Rotate the secret to have another one.`,
    );
  }
  return grant;
}

const refuse = (message: string) => new DomainError("display_not_possible", message);
const settledAlready = () =>
  refuse("The secret was saved or used already. It cannot be displayed again; nobody can look it up.");

/** "I have saved it": the secret is settled and can never be displayed again. */
export async function confirmSecretSaved(
  context: PermittedContext<"api_settings.manage">,
  input: { tokenId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    await lockToken(inside.db, input.tokenId);
    if (!(await markSecretSaved(inside.db, input.tokenId, context.actor.userId))) {
      throw new DomainError("conflict", "There is no displayed secret of yours that waits to be saved.");
    }
    await recordEvent(inside, { action: "token.saved", tokenId: input.tokenId });
  });
}
