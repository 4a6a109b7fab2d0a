import "server-only";
import { type Leaving, leavingOf } from "../../db/queries/leaving";
import { rolesOf } from "../../db/queries/roles";
import type { PermittedContext } from "../context";
import { sessionLife } from "../session/session-life";
import { personOf } from "./person-of";
import { namesOf } from "./require-roles";
import { securityRoles } from "./security-grant";

/** What disabling a person would end, and what would stay; shown before it is done. `not_found` where there is none. */
export async function showLeaving(
  context: PermittedContext<"users.manage">,
  { userId }: { userId: string },
): Promise<Leaving & { securityRoles: string[] }> {
  const { id } = await personOf(context, userId);
  const ending = securityRoles(await rolesOf(context.db, id));
  const leaving = await leavingOf(context.db, id, sessionLife.idleMinutes);
  return { ...leaving, securityRoles: namesOf(ending) };
}
