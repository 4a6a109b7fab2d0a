import "server-only";
import type { Permission } from "../../../contracts/permissions";
import { activeHolders, type Person } from "../../db/queries/people";
import { lockAndRequire } from "../access/require-still";
import type { PermittedContext } from "../context";

/** Everyone who may be asked, locked with the requester before anything is read that their roles decide. */
export async function lockApprovers<P extends Permission>(
  context: PermittedContext<P>,
  permission: P,
  deciders: readonly Permission[] = ["access_requests.decide"],
): Promise<Person[]> {
  const { db, actor } = context;
  const before = await activeHolders(db, deciders, actor.userId);
  await lockAndRequire(
    context,
    permission,
    before.map((one) => one.id),
  );
  const locked = new Set(before.map((one) => one.id));
  const now = await activeHolders(db, deciders, actor.userId);
  return now.filter((one) => locked.has(one.id));
}
