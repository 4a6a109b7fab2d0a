import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Permission } from "@/contracts/permissions";
import { accessRequests, approvalCodes, roles, userRoles, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { permissionsIn, refusalOf, tally } from "../../test/factories/accounts";
import { createOwnRole } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createPair, submitRequest } from "../../test/factories/requests";
import { changeRole } from "../role/change-role";
import { createRole } from "../role/create-role";
import { deleteRole } from "../role/delete-role";
import { readSession } from "../session/read-session";
import { assignRoles } from "./assign-roles";
import { disableUser, enableUser } from "./disable-user";
import { endSessionsOf } from "./end-sessions-of";

const { owner, app } = await testDatabase();
let administrator: TestPerson;

beforeEach(async () => {
  await createProgram(owner);
  await owner.update(users).set({ status: "disabled" });
  administrator = await createUser(owner, { permissions: ["users.manage", "roles.manage"] });
});

const disable = (person: TestPerson, actor = administrator) =>
  refusalOf(disableUser(contextOf<"users.manage">(app, actor), { userId: person.id }));
const assign = (person: TestPerson, roleIds: string[], actor = administrator) =>
  refusalOf(assignRoles(contextOf<"users.manage">(app, actor), { userId: person.id, roleIds }));

const roleWith = (...permissions: Permission[]) => createOwnRole(owner, ...permissions);
const roleIdsOf = async (person: TestPerson) =>
  (await owner.select().from(userRoles).where(eq(userRoles.userId, person.id))).map((row) => row.roleId);

describe("a session that proved nothing lately", () => {
  it.each(["access_requests.decide", "api_settings.manage"] as const)(
    "disables nobody who holds %s, and anybody else as before",
    async (permission) => {
      const [holder, plain] = [
        await createUser(owner, { permissions: [permission] }),
        await createUser(owner),
      ];
      await createUser(owner, { permissions: ["access_requests.decide"] });
      const context = contextOf<"users.manage">(app, administrator);
      const stale = { ...context, actor: { ...context.actor, freshProof: false } };
      const byStale = ({ id }: TestPerson) => refusalOf(disableUser(stale, { userId: id }));
      expect(await byStale(holder)).toBe("proof_required");
      expect(await readSession({ db: app }, holder.sessionId, { touch: false })).not.toBeNull();
      expect(await byStale(plain)).toBe("none");
      expect(await disable(holder)).toBe("none");
    },
  );

  it.each(["access_requests.decide", "api_settings.manage"] as const)(
    "signs nobody out who holds %s, nor takes it from them, as their role or out of it",
    async (permission) => {
      const [holder, plain] = [await createUser(owner), await createUser(owner)];
      await createUser(owner, { permissions: ["access_requests.decide"] });
      const [security, other] = [await roleWith(permission, "audit.read"), await roleWith(permission)];
      const harmless = await roleWith("audit.read");
      await owner.insert(userRoles).values({ userId: holder.id, roleId: security });
      await owner.insert(userRoles).values({ userId: plain.id, roleId: harmless });
      const fresh = contextOf<"users.manage">(app, administrator);
      const stale = { ...fresh, actor: { ...fresh.actor, freshProof: false } };
      const tries = (of: typeof fresh, person: TestPerson, roleIds: string[]) =>
        refusalOf(assignRoles(of, { userId: person.id, roleIds }));
      const signOut = (of: typeof fresh, { id }: TestPerson) => refusalOf(endSessionsOf(of, { userId: id }));
      const change = (of: typeof fresh, roleId: string, permissions: Permission[]) =>
        refusalOf(changeRole(of as never, { roleId, name: `Role ${roleId}`, description: "", permissions }));

      expect(await signOut(stale, holder)).toBe("proof_required");
      expect(await readSession({ db: app }, holder.sessionId, { touch: false })).not.toBeNull();
      expect(await tries(stale, holder, [])).toBe("proof_required");
      expect(await change(stale, security, ["audit.read"])).toBe("proof_required");
      expect(await roleIdsOf(holder)).toContain(security);
      // What takes no such permission from anybody goes as before.
      expect(await change(stale, security, [permission])).toBe("none");
      expect(await change(stale, other, ["audit.read"])).toBe("none");
      expect(await tries(stale, holder, [security, harmless])).toBe("none");
      expect(await tries(stale, plain, [])).toBe("none");
      expect(await signOut(stale, plain)).toBe("none");

      expect(await signOut(fresh, holder)).toBe("none");
      expect(await change(fresh, security, ["audit.read"])).toBe("none");
    },
  );
});

describe("the last who decides", () => {
  it("cannot be disabled, lose the role, or lose the permission of the role", async () => {
    const last = await createUser(owner);
    const role = await roleWith("access_requests.decide");
    await owner.delete(userRoles).where(eq(userRoles.userId, last.id));
    await owner.insert(userRoles).values({ userId: last.id, roleId: role });
    expect(await disable(last)).toBe("last_security_admin");
    expect(await assign(last, [])).toBe("last_security_admin");
    const emptied = { roleId: role, name: "Emptied", description: "", permissions: ["audit.read" as const] };
    expect(await refusalOf(changeRole(contextOf<"roles.manage">(app, administrator), emptied))).toBe(
      "last_security_admin",
    );
    expect(await roleIdsOf(last)).toEqual([role]);
    await createUser(owner, { permissions: ["access_requests.decide"] });
    expect(await disable(last)).toBe("none");
  });

  it("stays, whoever disables whom at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      await owner.update(users).set({ status: "disabled" }).where(eq(users.status, "active"));
      const two = await Promise.all(
        [0, 1].map(() => createUser(owner, { permissions: ["access_requests.decide"] })),
      );
      const admins = await Promise.all(
        [0, 1].map(() => createUser(owner, { permissions: ["users.manage"] })),
      );
      const outcomes = await Promise.all(two.map((one, index) => disable(one, admins[index])));
      expect(tally(outcomes)).toEqual({ none: 1, last_security_admin: 1 });
    }
  });

  it("is told from the last who manages users, who cannot go either", async () => {
    expect(await assign(administrator, [])).toBe("conflict");
    const second = await createUser(owner, { permissions: ["users.manage"] });
    expect(await disable(administrator, second)).toBe("none");
    expect(await disable(second, second)).toBe("conflict");
  });
});

describe("who is shut out or loses a role", () => {
  it("loses sessions and codes with the account", async () => {
    const { manager, admin } = await createPair(owner);
    await createUser(owner, { permissions: ["access_requests.decide"] });
    const { requestId } = await submitRequest(app, manager);
    expect(await disable(admin)).toBe("none");
    expect(await readSession({ db: app }, admin.sessionId, { touch: false })).toBeNull();
    const codes = await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, requestId));
    expect(codes.filter((code) => code.voidedAt === null).map((code) => code.approverId)).not.toContain(
      admin.id,
    );
    const back = await enableUser(contextOf<"users.manage">(app, administrator), { userId: admin.id });
    expect(back).toEqual({ status: "invited" });
    expect(await readSession({ db: app }, admin.sessionId, { touch: false })).toBeNull();
  });

  it.each(["assignment", "account", "permission"] as const)(
    "loses open requests with the %s",
    async (what) => {
      const { manager } = await createPair(owner);
      const { requestId } = await submitRequest(app, manager);
      const [roleId = ""] = await roleIdsOf(manager);
      const words = {
        roleId,
        name: `Role ${requestId}`,
        description: "",
        permissions: ["audit.read" as const],
      };
      if (what === "assignment") await assign(manager, []);
      if (what === "account") await disable(manager);
      if (what === "permission") await changeRole(contextOf<"roles.manage">(app, administrator), words);
      const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
      expect(request?.status).toBe("voided");
    },
  );
});

describe("a security permission", () => {
  it("is not taken by an Administrator, whoever might approve it", async () => {
    await createUser(owner, { permissions: ["access_requests.decide"] });
    const role = await roleWith("access_requests.decide");
    expect(await assign(administrator, [...(await roleIdsOf(administrator)), role])).toBe("own_request");
  });

  it("does not come by adding it to a role that one holds", async () => {
    const [mine = ""] = await roleIdsOf(administrator);
    const more = ["users.manage", "roles.manage", "api_settings.manage"] as const;
    const fields = { roleId: mine, name: "Mine", description: "", permissions: [...more] };
    expect(await refusalOf(changeRole(contextOf<"roles.manage">(app, administrator), fields))).toBe(
      "own_request",
    );
  });
});

describe("a role", () => {
  const context = () => contextOf<"roles.manage">(app, administrator);

  it("is in force for a session that is open, from the commit on", async () => {
    const holder = await createUser(owner);
    const role = await roleWith("customers.read");
    await assign(holder, [role]);
    const held = async () =>
      permissionsIn(await readSession({ db: app }, holder.sessionId, { touch: false }));
    expect(await held()).toEqual(["customers.read"]);
    await changeRole(context(), { roleId: role, name: role, description: "", permissions: ["audit.read"] });
    expect(await held()).toEqual(["audit.read"]);
  });

  it("stays as it is where it is built in, and is not deleted while held", async () => {
    const [builtIn] = await owner
      .insert(roles)
      .values({ name: `Built ${crypto.randomUUID()}`, builtIn: true })
      .returning();
    const roleId = builtIn?.id ?? "";
    const fields = { roleId, name: "New name", description: "", permissions: ["audit.read" as const] };
    expect(await refusalOf(changeRole(context(), fields))).toBe("conflict");
    expect(await refusalOf(deleteRole(context(), { roleId }))).toBe("conflict");
    const own = await roleWith("audit.read");
    const holder = await createUser(owner);
    await assign(holder, [own]);
    expect(await refusalOf(deleteRole(context(), { roleId: own }))).toBe("conflict");
    await assign(holder, []);
    expect(await refusalOf(deleteRole(context(), { roleId: own }))).toBe("none");
  });

  it("has a name of its own, whatever its case", async () => {
    const name = `Desk ${crypto.randomUUID()}`;
    const make = (text: string) =>
      refusalOf(createRole(context(), { name: text, description: "", permissions: ["audit.read"] }));
    expect(await make(name)).toBe("none");
    expect(await make(name.toUpperCase())).toBe("conflict");
    const at = await Promise.all(Array.from({ length: 10 }, () => make(`${name} again`)));
    expect(tally(at)).toEqual({ none: 1, conflict: 9 });
  });
});
