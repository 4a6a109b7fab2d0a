import "server-only";
import { randomUUID } from "node:crypto";
import type { UserForSignIn } from "../../db/queries/users";
import type { UserContext } from "../context";
import { tellPeople } from "../message/tell-people";

/** Tells an active person by mail and notification which roles came and went; who has not come in yet sees them there. */
export async function tellRolesChanged(
  context: UserContext,
  person: UserForSignIn,
  names: { added: string[]; removed: string[] },
): Promise<void> {
  if (person.status !== "active") return;
  const details = { ...names, byId: context.actor.userId };
  await tellPeople(context, { kind: "roles_changed", details, occasion: randomUUID() }, [person]);
}
