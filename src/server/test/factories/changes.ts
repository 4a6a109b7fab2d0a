import { desc } from "drizzle-orm";
import type { Permission } from "../../../contracts/permissions";
import type { Database } from "../../db/client";
import { accessRequests, rolePermissions, roles } from "../../db/schema";
import { approveAccessRequest } from "../../domain/access-request/decide-access-request";
import { contextOf, type TestPerson } from "./people";
import { codeOf, digestOf } from "./requests";

let count = 0;

/** A role of the program's own with these permissions, as the owner makes it. */
export async function createOwnRole(owner: Database, ...permissions: Permission[]): Promise<string> {
  count += 1;
  const [role] = await owner
    .insert(roles)
    .values({ name: `Own role ${count} ${crypto.randomUUID()}` })
    .returning();
  if (!role) throw new Error("The role was not made.");
  if (permissions.length > 0) {
    await owner
      .insert(rolePermissions)
      .values(permissions.map((permission) => ({ roleId: role.id, permission })));
  }
  return role.id;
}

/** Approves a request as this person does: with the page's digest and the code of their own mailbox. */
export async function approveAs(
  databases: { owner: Database; app: Database },
  admin: TestPerson,
  requestId: string,
): Promise<void> {
  const { owner, app } = databases;
  await approveAccessRequest(contextOf<"access_requests.decide">(app, admin), {
    requestId,
    digest: await digestOf(owner, requestId),
    code: await codeOf(owner, requestId, admin),
  });
}

/** The newest request there is. */
export async function newestRequest(owner: Database) {
  const [row] = await owner.select().from(accessRequests).orderBy(desc(accessRequests.createdAt)).limit(1);
  if (!row) throw new Error("There is no request.");
  return row;
}
