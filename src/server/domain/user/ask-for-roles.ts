import "server-only";
import type { Person } from "../../db/queries/people";
import type { RoleRow } from "../../db/queries/roles";
import { sendRequest } from "../access-request/send-request";
import type { UserContext } from "../context";
import { namesOf } from "./require-roles";
import { requireReason, type Waiting } from "./security-grant";

/** Asks every approver but the person themselves to give these roles, as their permissions stand now. */
export async function askForRoles(
  context: UserContext,
  approvers: readonly Person[],
  { person, roles, reason }: { person: Person; roles: readonly RoleRow[]; reason: string | undefined },
): Promise<Waiting> {
  const names = namesOf(roles);
  return sendRequest(
    context,
    {
      kind: "user_roles",
      subjectId: person.id,
      purpose: `Give ${person.name} the ${names.length === 1 ? "role" : "roles"} ${names.join(", ")}`,
      reason: requireReason(reason),
      change: {
        kind: "user_roles",
        userId: person.id,
        userName: person.name,
        userEmail: person.email,
        add: roles.map(({ id, name, permissions }) => ({ id, name, permissions })),
      },
    },
    approvers.filter((one) => one.id !== person.id),
  );
}
