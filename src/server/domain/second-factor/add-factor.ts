import "server-only";
import { factorsOf } from "../../db/queries/second-factors";
import type { SessionCookie } from "../../db/queries/sessions";
import { lockUsers } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PersonContext } from "../context";
import { DomainError } from "../errors";
import { renewSession } from "../session/renew-session";
import { makeRecoveryCodes } from "./recovery-codes";
import { tellFactorChanged } from "./tell-factor-changed";

const mostFactors = 10;

/** The session's new cookie; and new recovery codes where this is the first factor, to be shown once. */
export interface AddedFactor extends SessionCookie {
  recoveryCodes: string[] | null;
}

/**
 * Guarantee: a factor is added by a person whose session was freshly proved, with a factor of theirs where they have one
 * (ASVS 6.4.3, 7.5.1). Throws factor_required, proof_required, or conflict for an eleventh.
 */
export async function requireMayAdd({ db, actor }: PersonContext): Promise<void> {
  const there = await factorsOf(db, actor.userId);
  if (actor.kind === "half" && (actor.needs === "proof" || there.length > 0)) {
    throw new DomainError("factor_required", "Prove your second factor to go on.", { needs: "proof" });
  }
  if (!actor.freshProof) throw new DomainError("proof_required", "Prove again that it is you to go on.");
  if (there.length >= mostFactors) {
    throw new DomainError("conflict", `Ten second factors are the most. Remove one that you no longer use.`);
  }
}

/** Brings a factor into force with `store`, in one transaction that holds the person's row: record, message, first codes. */
export async function addFactor(
  context: PersonContext,
  { kind, name }: { kind: "passkey" | "totp"; name: string },
  store: (inside: PersonContext) => Promise<string>,
): Promise<AddedFactor> {
  const { actor, db } = context;
  await lockUsers(db, [actor.userId]);
  await requireMayAdd(context);
  const first = (await factorsOf(db, actor.userId)).length === 0;
  const factorId = await store(context);
  const cookie = await renewSession(context, kind);
  await recordEvent(context, {
    action: "factor.added",
    subjectId: actor.userId,
    details: { kind, factor: factorId, name },
  });
  await tellFactorChanged(context, "added");
  return { ...cookie, recoveryCodes: first ? await makeRecoveryCodes(context) : null };
}
