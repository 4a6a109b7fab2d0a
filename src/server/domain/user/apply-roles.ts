import "server-only";
import type { ChangeOf } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { findRoles, grantRoles, type RoleRow, rolesOf } from "../../db/queries/roles";
import { findUserById, type UserForSignIn } from "../../db/queries/users";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { personOf } from "./person-of";
import { requireOwnMailbox } from "./require-own-mailbox";
import { namesOf } from "./require-roles";
import { grantDetails, refuseOwnSubject } from "./security-grant";
import { tellRolesChanged } from "./tell-roles-changed";

type Approver = PermittedContext<"access_requests.decide">;

/**
 * Gives a person the roles that a Security Admin just approved. Guarantee: only where the roles still hold what was signed,
 * the person is not disabled, has the mailbox that was signed, and shares it with nobody who took part. Throws `conflict`,
 * and `own_request` where the approver is the person.
 */
export async function applyRoles(
  inside: Approver,
  change: ChangeOf<"user_roles">,
  request: RequestRow["request"],
): Promise<void> {
  refuseOwnSubject(inside.actor.userId, [change.userId]);
  const person = await requirePersonStands(inside, change);
  const roles = await requireRolesStand(inside, change);
  const held = new Set((await rolesOf(inside.db, person.id)).map((role) => role.id));
  const added = roles.filter((role) => !held.has(role.id));
  if (added.length === 0) throw stale(`${change.userName} has been given this already.`);
  await grantRoles(
    inside.db,
    person.id,
    added.map((role) => role.id),
    request.requestedBy,
  );
  await requireOwnMailbox(inside, [person], { tookPart: [await personOf(inside, request.requestedBy)] });
  const names = { added: namesOf(added), removed: [] };
  await recordEvent(inside, {
    action: "user.roles_changed",
    accessRequestId: request.id,
    subjectId: person.id,
    details: { ...names, ...grantDetails(request.requestedBy, request.id) },
  });
  await tellRolesChanged(inside, person, names);
}

async function requirePersonStands({ db }: Approver, change: ChangeOf<"user_roles">): Promise<UserForSignIn> {
  const person = await findUserById(db, change.userId);
  if (!person || person.status === "disabled") throw stale(`${change.userName} is not here any more.`);
  if (person.email !== change.userEmail) {
    throw stale(`The e-mail address of ${change.userName} was changed since this was asked for.`);
  }
  return person;
}

async function requireRolesStand({ db }: Approver, { add }: ChangeOf<"user_roles">): Promise<RoleRow[]> {
  const roles = await findRoles(
    db,
    add.map((role) => role.id),
  );
  for (const signed of add) {
    const now = roles.find((role) => role.id === signed.id);
    if (!now) throw stale(`The role ${signed.name} was deleted since this was asked for.`);
    if (!sameList(now.permissions, signed.permissions)) {
      throw stale(`The role ${signed.name} was changed since this was asked for.`);
    }
  }
  return roles;
}

const sameList = (one: readonly string[], other: readonly string[]) =>
  [...one].sort().join() === [...other].sort().join();

const stale = (why: string) => new DomainError("conflict", `${why} Reject the request.`);
