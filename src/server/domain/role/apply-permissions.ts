import "server-only";
import type { ChangeOf } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { addPermissions, findRoles, peopleHolding } from "../../db/queries/roles";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { personOf } from "../user/person-of";
import { requireOwnMailbox } from "../user/require-own-mailbox";
import { grantDetails, refuseOwnSubject } from "../user/security-grant";

type Approver = PermittedContext<"access_requests.decide">;
type Change = ChangeOf<"role_permissions">;

/**
 * Adds the security permissions that a Security Admin just approved. Guarantee: only where the role holds what was signed and
 * is held by exactly the people who were signed, each with a mailbox of their own. Throws `conflict`, and `own_request` where
 * the approver holds the role.
 */
export async function applyPermissions(
  inside: Approver,
  change: Change,
  request: RequestRow["request"],
): Promise<void> {
  const { role, add } = change;
  const holders = await requireRoleStands(inside, change);
  refuseOwnSubject(
    inside.actor.userId,
    holders.map((one) => one.id),
  );
  await addPermissions(inside.db, role.id, add);
  await requireOwnMailbox(inside, holders, { tookPart: [await personOf(inside, request.requestedBy)] });
  await recordEvent(inside, {
    action: "role.changed",
    accessRequestId: request.id,
    subjectId: role.id,
    details: {
      role: role.name,
      added: add,
      removed: [],
      holders: holders.length,
      ...grantDetails(request.requestedBy, request.id),
    },
  });
}

async function requireRoleStands({ db }: Approver, { role, heldBy }: Change) {
  const [now] = await findRoles(db, [role.id]);
  if (!now) throw stale(`The role ${role.name} was deleted`);
  const holders = await peopleHolding(db, role.id);
  if (!same(now.permissions, role.permissions)) throw stale(`The role ${role.name} was changed`);
  if (!same(ids(holders), ids(heldBy))) throw stale(`Other people hold the role ${role.name}`);
  return holders;
}

const ids = (people: ReadonlyArray<{ id: string }>) => people.map((one) => one.id);
const same = (one: readonly string[], other: readonly string[]) =>
  [...one].sort().join() === [...other].sort().join();
const stale = (what: string) =>
  new DomainError("conflict", `${what} since this was asked for. Reject the request.`);
