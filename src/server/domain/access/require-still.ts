import "server-only";
import type { Permission } from "../../../contracts/permissions";
import { lockPeopleForShare, lockSessionForShare } from "../../db/queries/people";
import { sessionHolds } from "../../db/queries/sessions";
import type { UserContext } from "../context";
import { DomainError } from "../errors";

/** One permission, or several of which one is enough. */
type AnyOf = Permission | readonly Permission[];

/**
 * For a verb that holds the people's locks: locks the actor's session against its end, then reads session and permission
 * anew. Guarantee: both hold until the transaction ends. Throws permission_missing.
 */
export async function requireStill({ db, actor }: UserContext, permission: AnyOf): Promise<void> {
  await lockSessionForShare(db, actor.sessionId);
  await requireHeld({ db, actor }, permission);
}

/** Session and permission, read anew. Guarantee: of this moment alone. Throws permission_missing. */
export async function requireHeld(
  { db, actor }: Pick<UserContext, "db" | "actor">,
  permission: AnyOf,
): Promise<void> {
  if (await sessionHolds(db, { id: actor.sessionId, userId: actor.userId }, permission)) return;
  throw new DomainError("permission_missing", "Your session or your roles no longer allow this.", {
    permission: typeof permission === "string" ? permission : permission.join(" or "),
  });
}

/**
 * The same for a verb that touches other people: locks everyone's rows against role and account changes, in one order for
 * all callers, so that none of them waits in a circle (rules 1 and 10). First in its transaction.
 */
export async function lockAndRequire(
  context: UserContext,
  permission: AnyOf,
  alsoTouched: readonly string[] = [],
): Promise<void> {
  await lockPeopleForShare(context.db, [context.actor.userId, ...alsoTouched]);
  await requireStill(context, permission);
}
