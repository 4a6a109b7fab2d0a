import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { accessRequests, approvalCodes, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { approveAs, createOwnRole } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { askForEmergency } from "../emergency-access/ask-for-emergency";
import { apiSettings } from "../program/api-settings";
import { assignRoles } from "../user/assign-roles";
import { rejectAccessRequest } from "./decide-access-request";
import { getRequest } from "./get-request";
import { resendCode } from "./resend-code";

const databases = await testDatabase();
const { owner, app } = databases;
beforeAll(() => createProgram(owner));

const move = async (person: TestPerson, email: string) => {
  await owner.update(users).set({ email }).where(eq(users.id, person.id));
  person.email = email;
};
/** Gives the person a second address of the other one's mailbox, as it may have been before this was looked at. */
const moveInWith = (person: TestPerson, other: TestPerson) =>
  move(person, other.email.replace("@", `+${crypto.randomUUID().slice(0, 8)}@`));
const approversOf = async (requestId: string) => {
  const codes = await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, requestId));
  return codes.map(({ approverId }) => approverId);
};
const statusOf = async (requestId: string) =>
  (await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId)))[0]?.status;
const emergency = (person: TestPerson) =>
  askForEmergency(contextOf<"customers.read">(app, person, "203.0.113.99"), {
    reason: "The line is down.",
    minutes: 60,
  });

describe("who reads the requester's mailbox", () => {
  it("is not asked", async () => {
    const { manager: bob, admin } = await createPair(owner);
    const staff = await createUser(owner, { permissions: ["customers.read"] });
    await moveInWith(staff, bob);
    const { requestId } = await emergency(staff);
    expect(await approversOf(requestId)).toContain(admin.id);
    expect(await approversOf(requestId)).not.toContain(bob.id);
  });

  it("is not said to be asked, and a request is refused where nobody else is there", async () => {
    const { manager, admin } = await createPair(owner);
    const before = await apiSettings(contextOf<"api_settings.manage">(app, manager));
    expect(before.approvers.map(({ id }) => id)).toContain(admin.id);
    await moveInWith(manager, admin);
    const after = await apiSettings(contextOf<"api_settings.manage">(app, manager));
    expect(after.approvers.map(({ id }) => id)).toEqual(
      before.approvers.map(({ id }) => id).filter((id) => id !== admin.id),
    );
    const others = before.approvers.filter(({ id }) => id !== admin.id);
    for (const { id } of others)
      await owner.update(users).set({ status: "disabled" }).where(eq(users.id, id));
    expect(await refusalOf(submitRequest(app, manager))).toBe("no_other_security_admin");
  });

  it("can neither approve, reject nor have a code, whatever is asked", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    await moveInWith(manager, admin);
    const context = contextOf<"access_requests.decide">(app, admin);
    const digest = await digestOf(owner, requestId);
    const refused = {
      code: "own_request",
      message: expect.stringContaining("Your mailbox is that of Maya Okafor"),
    };
    await expect(approveAs(databases, admin, requestId)).rejects.toMatchObject(refused);
    await expect(rejectAccessRequest(context, { requestId, digest, note: "No." })).rejects.toMatchObject(
      refused,
    );
    await expect(resendCode(context, { requestId })).rejects.toMatchObject(refused);
    expect(await statusOf(requestId)).toBe("pending");
    expect(await getRequest(context, { requestId })).toMatchObject({ mine: false, mayDecide: false });
  });

  it("cannot let the other account in in an emergency", async () => {
    const { manager: bob } = await createPair(owner);
    const staff = await createUser(owner, { permissions: ["customers.read"] });
    const { requestId } = await emergency(staff);
    await moveInWith(staff, bob);
    expect(await refusalOf(approveAs(databases, bob, requestId))).toBe("own_request");
    expect(await statusOf(requestId)).toBe("pending");
  });

  it("cannot give a puppet of both a security role", async () => {
    const { admin } = await createPair(owner);
    const asker = await createUser(owner, { permissions: ["users.manage"] });
    const puppet = await createUser(owner);
    const roleId = await createOwnRole(owner, "api_settings.manage");
    const { waiting } = await assignRoles(contextOf<"users.manage">(app, asker), {
      userId: puppet.id,
      roleIds: [roleId],
      reason: "A puppet of mine.",
    });
    await moveInWith(asker, admin);
    expect(await refusalOf(approveAs(databases, admin, waiting?.requestId ?? ""))).toBe("own_request");
  });

  it("decides for who has moved out since", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    const before = manager.email;
    await moveInWith(manager, admin);
    await move(manager, before);
    await approveAs(databases, admin, requestId);
    expect(await statusOf(requestId)).toBe("approved");
  });
});
