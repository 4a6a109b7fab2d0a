import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Permission } from "@/contracts/permissions";
import { accessRequests, messages, notifications, userRoles, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { permissionsIn, recordsAbout, refusalOf } from "../../test/factories/accounts";
import { approveAs, createOwnRole } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { resendCode } from "../access-request/resend-code";
import { changeRole } from "../role/change-role";
import { readSession } from "../session/read-session";
import { assignRoles } from "./assign-roles";
import { disableUser, enableUser } from "./disable-user";
import { inviteUser } from "./invite-user";
import { listUsers } from "./list-users";

const databases = await testDatabase();
const { owner, app } = databases;
const reason = "They take over from a colleague who leaves.";
let ingrid: TestPerson;
let tomas: TestPerson;

beforeEach(async () => {
  await createProgram(owner);
  await owner.update(users).set({ status: "disabled" });
  ingrid = await createUser(owner, { permissions: ["users.manage", "roles.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
});

const manages = (person = ingrid) => contextOf<"users.manage">(app, person);
const roleWith = (...permissions: Permission[]) => createOwnRole(owner, ...permissions);
const held = async (userId: string) =>
  (await owner.select().from(userRoles).where(eq(userRoles.userId, userId))).map((row) => row.roleId);
const requestOf = async (id: string) =>
  (await owner.select().from(accessRequests).where(eq(accessRequests.id, id)))[0];
const assign = (person: { id: string }, roleIds: string[], why: string | undefined = reason) =>
  assignRoles(manages(), { userId: person.id, roleIds, reason: why });
const approve = (id: string, by = tomas) => approveAs(databases, by, id);

/** Somebody for whom a security role waits. */
async function waitingFor(...permissions: Permission[]) {
  const person = await createUser(owner);
  const roleId = await roleWith(...permissions);
  const { waiting } = await assign(person, [...(await held(person.id)), roleId]);
  if (!waiting) throw new Error("Nothing waits.");
  return { person, roleId, requestId: waiting.requestId };
}

describe("a security role", () => {
  it.each(["api_settings.manage", "access_requests.decide"] as const)(
    "with %s waits for a Security Admin, the other roles and what is taken do not",
    async (permission) => {
      const person = await createUser(owner);
      const [plain, security] = [await roleWith("customers.read"), await roleWith(permission, "audit.read")];
      const { waiting } = await assign(person, [plain, security]);
      expect(await held(person.id)).toEqual([plain]);
      expect(waiting?.asked).toEqual([tomas.name]);
      const live = await readSession({ db: app }, person.sessionId, { touch: false });
      expect(permissionsIn(live)).toEqual(["customers.read"]);
      await approve(waiting?.requestId ?? "");
      expect((await held(person.id)).sort()).toEqual([plain, security].sort());
      const now = await readSession({ db: app }, person.sessionId, { touch: false });
      expect(permissionsIn(now)).toContain(permission);
    },
  );

  it("is exchanged at once for another that brings the same and no more", async () => {
    const { person, roleId, requestId } = await waitingFor("access_requests.decide");
    await approve(requestId);
    const another = await roleWith("access_requests.decide", "audit.read");
    expect(await assign(person, [another])).toEqual({ waiting: null });
    expect(await held(person.id)).toEqual([another]);
    expect((await assign(person, [roleId])).waiting).toBeNull();
    const more = await roleWith("access_requests.decide", "api_settings.manage");
    expect((await assign(person, [roleId, more])).waiting).not.toBeNull();
    expect(await held(person.id)).toEqual([roleId]);
  });

  it("is on record with who asked and who approved, and the person is told by mail and notification", async () => {
    const { person, requestId } = await waitingFor("access_requests.decide");
    await approve(requestId);
    const record = (await recordsAbout(owner, person.id)).findLast(
      (one) => one.action === "user.roles_changed",
    );
    expect(record).toMatchObject({ actorId: tomas.id, accessRequestId: requestId });
    expect(record?.details).toMatchObject({ securityGrant: true, askedBy: ingrid.id });
    const mailed = and(eq(messages.recipientId, person.id), eq(messages.kind, "roles_changed"));
    expect(await owner.select().from(messages).where(mailed)).toMatchObject([{ mailbox: person.email }]);
    expect(await owner.select().from(notifications).where(eq(notifications.userId, person.id))).toMatchObject(
      [{ kind: "roles_changed" }],
    );
  });

  it("is not given at all without a reason, or where nobody else decides", async () => {
    const person = await createUser(owner);
    const role = await roleWith("access_requests.decide");
    const plain = await roleWith("customers.read");
    const both = [...(await held(person.id)), plain, role];
    expect(await refusalOf(assignRoles(manages(), { userId: person.id, roleIds: both }))).toBe(
      "invalid_input",
    );
    await owner.update(users).set({ status: "disabled" }).where(eq(users.id, tomas.id));
    expect(await refusalOf(assign(person, both))).toBe("no_other_security_admin");
    expect(await held(person.id)).not.toContain(plain);
    expect(await owner.select().from(accessRequests).where(eq(accessRequests.subjectId, person.id))).toEqual(
      [],
    );
  });

  it("is not decided by whom it is for, nor by who asked", async () => {
    const person = await createUser(owner, { permissions: ["access_requests.decide"] });
    const role = await roleWith("api_settings.manage");
    const { waiting } = await assign(person, [...(await held(person.id)), role]);
    expect(waiting?.asked).toEqual([tomas.name]);
    const requestId = waiting?.requestId ?? "";
    await resendCode(contextOf<"access_requests.decide">(app, person), { requestId });
    expect(await refusalOf(approve(requestId, person))).toBe("own_request");
    expect(await held(person.id)).not.toContain(role);
    const both = await createUser(owner, { permissions: ["users.manage", "access_requests.decide"] });
    const other = await createUser(owner);
    const own = await assignRoles(manages(both), { userId: other.id, roleIds: [role], reason });
    expect(own.waiting?.asked).not.toContain(both.name);
  });

  it("comes in an invitation by the same way", async () => {
    const [plain, security] = [await roleWith("customers.read"), await roleWith("api_settings.manage")];
    const email = `${crypto.randomUUID()}@harbour.example`;
    const input = { name: "Priya Natarajan", email, roleIds: [plain, security], reason };
    const { userId, waiting } = await inviteUser(manages(), input);
    expect(await held(userId)).toEqual([plain]);
    const { users: listed } = await listUsers(contextOf<"users.view">(app, ingrid), {
      search: email,
      page: 1,
      pageSize: 5,
    });
    expect(listed[0]?.waiting).toMatchObject({ requestId: waiting?.requestId, roles: [{ id: security }] });
    await approve(waiting?.requestId ?? "");
    expect((await held(userId)).sort()).toEqual([plain, security].sort());
  });

  it("has one open request a person", async () => {
    const { person } = await waitingFor("access_requests.decide");
    const another = await roleWith("api_settings.manage");
    expect(await refusalOf(assign(person, [another]))).toBe("request_open_already");
  });
});

describe("an approval gives nothing once", () => {
  const standing = async (requestId: string, person: { id: string }, roleId: string) => {
    expect(await refusalOf(approve(requestId))).toBe("conflict");
    expect(await held(person.id)).not.toContain(roleId);
    expect((await requestOf(requestId))?.status).toBe("pending");
  };

  it("the role holds more than was signed", async () => {
    const { person, roleId, requestId } = await waitingFor("api_settings.manage");
    const fields = { roleId, name: `Wider ${roleId}`, description: "" };
    await changeRole(contextOf<"roles.manage">(app, ingrid), {
      ...fields,
      permissions: ["api_settings.manage", "customers.reveal"],
    });
    await standing(requestId, person, roleId);
  });

  it("the person has another mailbox, or one that somebody reads who took part", async () => {
    const moved = await waitingFor("api_settings.manage");
    await owner
      .update(users)
      .set({ email: `x${moved.person.email}` })
      .where(eq(users.id, moved.person.id));
    await standing(moved.requestId, moved.person, moved.roleId);
    const shared = await waitingFor("api_settings.manage");
    await owner
      .update(users)
      .set({ email: shared.person.email.replace("@", "+ingrid@") })
      .where(eq(users.id, ingrid.id));
    await standing(shared.requestId, shared.person, shared.roleId);
  });

  it("the person was disabled: the request ends with the account", async () => {
    const { person, requestId } = await waitingFor("api_settings.manage");
    await disableUser(manages(), { userId: person.id });
    expect((await requestOf(requestId))?.status).toBe("voided");
    expect(await refusalOf(approve(requestId))).toBe("request_not_open");
  });

  it("whoever asked may no longer ask: the request ends with their role", async () => {
    const { requestId } = await waitingFor("api_settings.manage");
    const second = await createUser(owner, { permissions: ["users.manage"] });
    await assignRoles(manages(second), { userId: ingrid.id, roleIds: [] });
    expect((await requestOf(requestId))?.status).toBe("voided");
  });
});

describe("who comes back", () => {
  it("has no security role any more: an Administrator alone cannot bring one back", async () => {
    await createUser(owner, { permissions: ["access_requests.decide"] });
    const plain = await roleWith("customers.read");
    await owner.insert(userRoles).values({ userId: tomas.id, roleId: plain });
    await disableUser(manages(), { userId: tomas.id });
    expect(await held(tomas.id)).toEqual([plain]);
    await owner
      .insert(userRoles)
      .values({ userId: tomas.id, roleId: await roleWith("access_requests.decide") });
    await enableUser(manages(), { userId: tomas.id });
    expect(await held(tomas.id)).toEqual([plain]);
    const record = (await recordsAbout(owner, tomas.id)).at(-1);
    expect(record?.details).toMatchObject({ rolesEnded: [expect.any(String)] });
  });
});
