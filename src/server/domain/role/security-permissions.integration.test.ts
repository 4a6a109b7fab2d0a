import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Permission } from "@/contracts/permissions";
import { accessRequests, rolePermissions, userRoles, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { recordsAbout, refusalOf } from "../../test/factories/accounts";
import { approveAs, createOwnRole } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { assignRoles } from "../user/assign-roles";
import { changeRole } from "./change-role";
import { createRole } from "./create-role";
import { deleteRole } from "./delete-role";
import { listRoles } from "./list-roles";

const databases = await testDatabase();
const { owner, app } = databases;
const reason = "The night shift decides when the day shift sleeps.";
let ingrid: TestPerson;
let tomas: TestPerson;

beforeEach(async () => {
  await createProgram(owner);
  await owner.update(users).set({ status: "disabled" });
  ingrid = await createUser(owner, { permissions: ["users.manage", "roles.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
});

const rules = () => contextOf<"roles.manage">(app, ingrid);
const holds = async (roleId: string) =>
  (await owner.select().from(rolePermissions).where(eq(rolePermissions.roleId, roleId)))
    .map((row) => row.permission)
    .sort();
const fieldsOf = (permissions: Permission[]) => ({
  name: `Night shift ${crypto.randomUUID()}`,
  description: "",
  permissions,
  reason,
});
const hold = (person: TestPerson, roleId: string) =>
  owner.insert(userRoles).values({ userId: person.id, roleId });
const approve = (id: string, by = tomas) => approveAs(databases, by, id);

/** A role of one holder, for which a security permission waits. */
async function waitingRole() {
  const roleId = await createOwnRole(owner, "audit.read");
  const holder = await createUser(owner);
  await hold(holder, roleId);
  const { waiting } = await changeRole(rules(), {
    roleId,
    ...fieldsOf(["audit.read", "access_requests.decide"]),
  });
  if (!waiting) throw new Error("Nothing waits.");
  return { roleId, holder, requestId: waiting.requestId };
}

describe("a security permission of a role", () => {
  it("waits in a new role, which is there without it", async () => {
    const { roleId, waiting } = await createRole(
      rules(),
      fieldsOf(["customers.read", "api_settings.manage"]),
    );
    expect(await holds(roleId)).toEqual(["customers.read"]);
    const listed = await listRoles(contextOf<"users.view">(app, ingrid));
    expect(listed.find((one) => one.id === roleId)?.waiting).toEqual({
      requestId: waiting?.requestId,
      add: ["api_settings.manage"],
    });
    await approve(waiting?.requestId ?? "");
    expect(await holds(roleId)).toEqual(["api_settings.manage", "customers.read"]);
    const record = (await recordsAbout(owner, roleId)).at(-1);
    expect(record).toMatchObject({ action: "role.changed", actorId: tomas.id });
    expect(record?.details).toMatchObject({ securityGrant: true, askedBy: ingrid.id });
  });

  it("stays in a role whose words and other permissions change", async () => {
    const { roleId, requestId } = await waitingRole();
    await approve(requestId);
    const fields = fieldsOf(["access_requests.decide", "customers.read"]);
    expect(await changeRole(rules(), { roleId, ...fields })).toEqual({ waiting: null });
    expect(await holds(roleId)).toEqual(["access_requests.decide", "customers.read"]);
    await changeRole(rules(), { roleId, ...fieldsOf([]) });
    expect(await holds(roleId)).toEqual([]);
  });

  it("waits in a changed one, while the other changes hold at once", async () => {
    const roleId = await createOwnRole(owner, "audit.read", "customers.read");
    const fields = fieldsOf(["audit.read", "customers.reveal", "access_requests.decide"]);
    const { waiting } = await changeRole(rules(), { roleId, ...fields });
    expect(await holds(roleId)).toEqual(["audit.read", "customers.reveal"]);
    await approve(waiting?.requestId ?? "");
    expect(await holds(roleId)).toEqual(["access_requests.decide", "audit.read", "customers.reveal"]);
  });

  it("is taken away without anybody, and stays where it was already", async () => {
    const roleId = await createOwnRole(owner, "api_settings.manage");
    const kept = await changeRole(rules(), { roleId, ...fieldsOf(["api_settings.manage", "audit.read"]) });
    expect(kept.waiting).toBeNull();
    const taken = await changeRole(rules(), { roleId, ...fieldsOf(["audit.read"]) });
    expect(taken.waiting).toBeNull();
    expect(await holds(roleId)).toEqual(["audit.read"]);
  });

  it("is asked with a reason", async () => {
    const fields = { ...fieldsOf(["api_settings.manage"]), reason: undefined };
    expect(await refusalOf(createRole(rules(), fields))).toBe("invalid_input");
    const listed = await listRoles(contextOf<"users.view">(app, ingrid));
    expect(listed.find((one) => one.name === fields.name)).toBeUndefined();
  });
});

describe("an approval adds nothing once", () => {
  const refused = async (requestId: string, roleId: string) => {
    expect(await refusalOf(approve(requestId))).toBe("conflict");
    expect(await holds(roleId)).not.toContain("access_requests.decide");
  };

  it("somebody else holds the role than was signed", async () => {
    const { roleId, holder, requestId } = await waitingRole();
    const other = await createUser(owner);
    const context = contextOf<"users.manage">(app, ingrid);
    await assignRoles(context, { userId: holder.id, roleIds: [] });
    await assignRoles(context, { userId: other.id, roleIds: [roleId] });
    await refused(requestId, roleId);
  });

  it("the role holds something else than was signed", async () => {
    const { roleId, requestId } = await waitingRole();
    await changeRole(rules(), { roleId, ...fieldsOf(["audit.read", "customers.reveal"]) });
    await refused(requestId, roleId);
  });

  it("a holder shares the requester's mailbox", async () => {
    const { roleId, holder, requestId } = await waitingRole();
    await owner
      .update(users)
      .set({ email: ingrid.email.replace("@", "+too@") })
      .where(eq(users.id, holder.id));
    await refused(requestId, roleId);
  });

  it("the role is gone: the request ends with it", async () => {
    const { waiting, roleId } = await createRole(rules(), fieldsOf(["access_requests.decide"]));
    await deleteRole(rules(), { roleId });
    const [request] = await owner
      .select()
      .from(accessRequests)
      .where(eq(accessRequests.id, waiting?.requestId ?? ""));
    expect(request?.status).toBe("voided");
  });
});

describe("who would gain it themselves", () => {
  it("is not asked, and cannot approve", async () => {
    const roleId = await createOwnRole(owner, "audit.read");
    await hold(tomas, roleId);
    const fields = fieldsOf(["audit.read", "api_settings.manage"]);
    expect(await refusalOf(changeRole(rules(), { roleId, ...fields }))).toBe("no_other_security_admin");
    const { requestId, roleId: later } = await waitingRole();
    await hold(tomas, later);
    expect(["conflict", "own_request"]).toContain(await refusalOf(approve(requestId)));
    expect(await holds(later)).not.toContain("access_requests.decide");
  });
});
