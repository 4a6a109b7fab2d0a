import "server-only";
import { factorsOf, removeFactors, voidRecoveryCodes } from "../../db/queries/second-factors";
import { forgetFactor } from "../../db/queries/sessions";
import { lockUsers } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { ProvedContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { endRecorded } from "../session/end-session";
import { transact } from "../transact";
import { isFactorRequired } from "./list-factors";
import { makeRecoveryCodes } from "./recovery-codes";
import { tellFactorChanged } from "./tell-factor-changed";

type Proved = ProvedContext<UserContext>;

/**
 * Removes one of one's own factors; the last one stays where one is asked of the person. Guarantee: no session stays
 * proved by what is gone: the person's others end, and this one is proved by no factor once the last has gone, with which the
 * recovery codes go (rule 16, ASVS 7.4.3).
 */
export async function removeFactor(context: Proved, input: { factorId: string }): Promise<void> {
  await transact(context, async (inside) => {
    const { db, actor } = inside;
    await lockUsers(db, [actor.userId]);
    const there = await factorsOf(db, actor.userId);
    if (!there.some((one) => one.id === input.factorId)) {
      throw new DomainError("not_found", "This factor was removed already.");
    }
    const last = there.length === 1;
    if (last && (await isFactorRequired(inside))) {
      throw new DomainError(
        "conflict",
        "A second factor is asked of you: one must stay. Add another one first.",
      );
    }
    const [removed] = await removeFactors(db, actor.userId, input.factorId);
    if (!removed) throw new Error("The factor was not removed.");
    if (last) {
      await voidRecoveryCodes(db, actor.userId);
      await forgetFactor(db, actor.sessionId);
    }
    await endRecorded(inside, actor.userId, { except: actor.sessionId }, "factor_removed");
    const { id: factor, kind, name } = removed;
    await recordEvent(inside, {
      action: "factor.removed",
      subjectId: actor.userId,
      details: { factor, kind, name },
    });
    await tellFactorChanged(inside, "removed");
  });
}

/** Ten new recovery codes in place of the old ones; refused without a second factor. */
export async function renewRecoveryCodes(context: Proved): Promise<string[]> {
  return transact(context, async (inside) => {
    await lockUsers(inside.db, [inside.actor.userId]);
    if ((await factorsOf(inside.db, inside.actor.userId)).length === 0) {
      throw new DomainError("conflict", "Recovery codes stand in for a second factor. Add one first.");
    }
    return makeRecoveryCodes(inside);
  });
}
