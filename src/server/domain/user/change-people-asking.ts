import "server-only";
import type { Permission } from "@/contracts/permissions";
import { activeHolders, type Person } from "../../db/queries/people";
import type { PermittedContext } from "../context";
import { changePeople } from "./change-people";

/**
 * As changePeople, for a change of which a part may have to be asked for: everyone who could decide is locked with the
 * people affected, and handed to the change.
 */
export async function changePeopleAsking<P extends Permission, C extends PermittedContext<P>, T>(
  context: C,
  permission: P,
  affected: (inside: C) => Promise<readonly string[]>,
  change: (inside: C, approvers: readonly Person[]) => Promise<T>,
): Promise<T> {
  const deciders = (inside: C) => activeHolders(inside.db, "access_requests.decide", inside.actor.userId);
  let locked = new Set<string>();
  return changePeople(
    context,
    permission,
    async (inside) => {
      locked = new Set((await deciders(inside)).map((one) => one.id));
      return [...(await affected(inside)), ...locked];
    },
    async (inside) => {
      const approvers = await deciders(inside);
      return change(
        inside,
        approvers.filter((one) => locked.has(one.id)),
      );
    },
  );
}
