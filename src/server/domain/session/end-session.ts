import "server-only";
import { endSessions } from "../../db/queries/sessions";
import { recordEvent } from "../audit/record-event";
import type { PersonContext, UserContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/** Ends one of one's own sessions, at once and for good; `not_found` for anybody else's (ASVS 7.5.2). */
export async function endSession(context: UserContext, input: { sessionId: string }): Promise<void> {
  const ended = await end(context, { only: input.sessionId }, "ended");
  if (ended === 0) throw new DomainError("not_found", "That session has ended already.");
}

/** Ends all of one's own sessions but this one; gives how many (ASVS 7.5.2). */
export function endOtherSessions(context: UserContext): Promise<number> {
  return end(context, { except: context.actor.sessionId }, "ended");
}

/** Ends this session (ASVS 7.4.1). */
export async function signOut(context: PersonContext): Promise<void> {
  await end(context, { only: context.actor.sessionId }, "signed_out");
}

function end(
  context: PersonContext,
  which: { only?: string; except?: string },
  reason: "ended" | "signed_out",
): Promise<number> {
  return transact(context, (inside) => endRecorded(inside, context.actor.userId, which, reason));
}

/** Ends sessions of a person in the caller's transaction, each on record; gives how many. */
export async function endRecorded(
  inside: PersonContext,
  userId: string,
  which: { only?: string; except?: string },
  reason: "ended" | "signed_out" | "ended_for_them" | "factor_removed",
): Promise<number> {
  const ended = await endSessions(inside.db, { userIds: [userId], ...which }, reason);
  for (const { id } of ended) {
    await recordEvent(inside, {
      action: "session.ended",
      subjectId: userId,
      details: { session: id, reason },
    });
  }
  return ended.length;
}
