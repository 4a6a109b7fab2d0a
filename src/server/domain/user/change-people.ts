import "server-only";
import type { Permission } from "@/contracts/permissions";
import { activeHoldersAmong, lockPeopleChanges, permissionsInUse } from "../../db/queries/roles";
import { lockUsers, voidApprovalCodesOf } from "../../db/queries/users";
import { requireStill } from "../access/require-still";
import { voidRequestsOf } from "../access-request/void-requests";
import type { PermittedContext, ServiceContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";

/** Without a holder of these, nobody could decide a request, or give anybody anything. */
const neverWithout: readonly Permission[] = ["access_requests.decide", "users.manage"];

/**
 * Runs a change to people's roles or accounts. Guarantee: it holds the locks of rule 1 over the actor and everyone affected,
 * in id order, and goes on only where the actor's session and permission still hold then (`permission_missing`);
 * it is undone where it would leave nobody active who may decide or manage users (`last_security_admin`, `conflict`);
 * who lost the right to ask loses open requests and undisplayed tokens, who lost the right to decide their codes (rule 5).
 */
export async function changePeople<P extends Permission, C extends PermittedContext<P>, T>(
  context: C,
  permission: P | readonly P[],
  affected: (inside: C) => Promise<readonly string[]>,
  change: (inside: C) => Promise<T>,
): Promise<T> {
  return transact(context, async (inside) => {
    const tx = inside.db;
    await lockPeopleChanges(tx);
    const ids = await affected(inside);
    await lockUsers(tx, [inside.actor.userId, ...ids]);
    await requireStill(inside, permission);
    const inUse = await permissionsInUse(tx, neverWithout);
    const deciders = await activeHoldersAmong(tx, ids, "access_requests.decide");
    const result = await change(inside);
    await requireStillHeld(inside, inUse);
    await voidRequestsOf(inside, ids);
    await voidApprovalCodesOf(tx, await lost(inside, deciders, "access_requests.decide"));
    return result;
  });
}

async function lost(
  { db }: ServiceContext,
  before: ReadonlySet<string>,
  permission: Permission,
): Promise<string[]> {
  const after = await activeHoldersAmong(db, [...before], permission);
  return [...before].filter((id) => !after.has(id));
}

async function requireStillHeld({ db }: ServiceContext, before: ReadonlySet<Permission>): Promise<void> {
  const after = await permissionsInUse(db, neverWithout);
  if (before.has("access_requests.decide") && !after.has("access_requests.decide")) {
    throw new DomainError(
      "last_security_admin",
      "This is the last active Security Admin: nobody could decide requests any more. Give the role to another person first.",
    );
  }
  if (before.has("users.manage") && !after.has("users.manage")) {
    throw new DomainError(
      "conflict",
      "This is the last active person who manages users. Give that permission to another person first.",
    );
  }
}
