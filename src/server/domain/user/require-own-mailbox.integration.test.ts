import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { userRoles, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { approveAs, createOwnRole } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { changeRole } from "../role/change-role";
import { assignRoles } from "./assign-roles";
import { inviteUser } from "./invite-user";

const databases = await testDatabase();
const { owner, app } = databases;
const reason = "The team grows.";
let ingrid: TestPerson;
let tomas: TestPerson;
let security: string;
beforeAll(async () => {
  await createProgram(owner);
  ingrid = await createUser(owner, { permissions: ["users.manage", "roles.manage"] });
  tomas = await createUser(owner, { permissions: ["access_requests.decide"] });
  security = await createOwnRole(owner, "api_settings.manage");
});

const invite = (email: string, roleIds: string[] = []) =>
  inviteUser(contextOf<"users.manage">(app, ingrid), { name: "The same again", email, roleIds, reason });
const assign = (userId: string, roleIds: string[]) =>
  assignRoles(contextOf<"users.manage">(app, ingrid), { userId, roleIds, reason });
const second = ({ email }: TestPerson) => email.replace("@", "+2@");

describe("who is to decide about access has a mailbox that nobody else has", () => {
  it("where the other account decides about nothing, invited or active", async () => {
    const bob = await createUser(owner);
    const { userId } = await invite(second(bob));
    await expect(assign(bob.id, [security])).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("the mailbox of another person here too"),
    });
    await owner.update(users).set({ status: "active" }).where(eq(users.id, userId));
    expect(await refusalOf(assign(bob.id, [security]))).toBe("conflict");
    await owner.update(users).set({ status: "disabled" }).where(eq(users.id, userId));
    expect((await assign(bob.id, [security])).waiting).not.toBeNull();
  });

  it("when the invitation asks for it", async () => {
    const bob = await createUser(owner);
    expect(await refusalOf(invite(second(bob), [security]))).toBe("conflict");
  });

  it("when it is applied", async () => {
    const bob = await createUser(owner);
    const { waiting } = await assign(bob.id, [security]);
    await invite(second(bob));
    expect(await refusalOf(approveAs(databases, tomas, waiting?.requestId ?? ""))).toBe("conflict");
    expect(await owner.select().from(userRoles).where(eq(userRoles.roleId, security))).not.toContainEqual(
      expect.objectContaining({ userId: bob.id }),
    );
  });

  it("when their role gets the permission", async () => {
    const bob = await createUser(owner);
    const roleId = await createOwnRole(owner, "customers.read");
    await assign(bob.id, [roleId]);
    await invite(second(bob));
    const change = changeRole(contextOf<"roles.manage">(app, ingrid), {
      roleId,
      name: `Role of ${bob.email}`,
      description: "",
      permissions: ["customers.read", "api_settings.manage"],
      reason,
    });
    expect(await refusalOf(change)).toBe("conflict");
  });
});

it("who decides about nothing may have two accounts in one mailbox", async () => {
  const sam = await createUser(owner);
  expect((await invite(second(sam))).waiting).toBeNull();
});
