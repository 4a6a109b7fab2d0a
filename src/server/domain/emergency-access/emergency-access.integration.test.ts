import { and, desc, eq, like } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { searchCustomersInput } from "../../../contracts/customer-search";
import type { Permission } from "../../../contracts/permissions";
import type { DecidePermission } from "../../../contracts/request-kinds";
import { isMessageWanted } from "../../db/queries/message-wanted";
import {
  accessRequests,
  approvedNetworks,
  auditEvents,
  customers,
  emergencyAccesses,
  messages,
  notifications,
  oneTimeLinks,
  rolePermissions,
  userRoles,
  users,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf, tally } from "../../test/factories/accounts";
import { jobsContext } from "../../test/factories/messages";
import { contextOf, createProgram, createUser, type TestPerson, testKeys } from "../../test/factories/people";
import { approveRequest, createLiveToken, digestOf, submitRequest } from "../../test/factories/requests";
import { isApprovedIp } from "../access/require-approved-ip";
import { rejectAccessRequest } from "../access-request/decide-access-request";
import { getRequest } from "../access-request/get-request";
import { listRequests } from "../access-request/list-requests";
import { withdrawAccessRequest } from "../access-request/withdraw-access-request";
import type { ApprovedIpContext, PermittedContext } from "../context";
import { revealCustomer } from "../customer/reveal-customer";
import { searchCustomers } from "../customer/search-customers";
import { type CustomerContext, type HistoryContext, showCustomers } from "../customer/show-customers";
import { viewCustomer } from "../customer/view-customer";
import { whoSaw } from "../customer/who-saw";
import { messageFacts } from "../message/message-facts";
import { changeRole } from "../role/change-role";
import { createRole } from "../role/create-role";
import { disableUser, enableUser } from "../user/disable-user";
import { shellStatus } from "../user/shell-status";
import { askForEmergency } from "./ask-for-emergency";
import { closeEmergencyReview } from "./close-emergency-review";
import { endEmergency } from "./end-emergency";
import { listReviews, showEmergency } from "./list-reviews";
import { ownEmergency } from "./own-emergency";
import { remindReviewers } from "./remind-reviewers";

const database = await testDatabase();
const { owner, app, clock } = database;
const system = jobsContext(database);
const here = "203.0.113.77";
const reason = "The branch has lost its line; members wait at the desk.";
const note = "The line was down; the desk needed it.";
const minute = 60_000;

let ingrid: TestPerson;
let maya: TestPerson;
let tomas: TestPerson;

beforeAll(async () => {
  await createProgram(owner);
  ingrid = await createUser(owner, { name: "Ingrid Solberg", permissions: ["users.manage"] });
  await owner.insert(customers).values({
    id: "cus_1",
    enrolledAt: new Date("2024-01-01T00:00:00Z"),
    firstName: "Ada",
    email: "ada@example.com",
  });
});

beforeEach(async () => {
  await clock.reset();
  // Only those of each test hold a security role.
  await owner.delete(rolePermissions).where(eq(rolePermissions.permission, "access_requests.decide"));
  await owner.delete(rolePermissions).where(eq(rolePermissions.permission, "api_settings.manage"));
  maya = await createUser(owner, { name: "Maya Okafor", permissions: ["api_settings.manage"] });
  tomas = await createUser(owner, { name: "Tomás Reyes", permissions: ["access_requests.decide"] });
});

const staff = (name = "Sam Whitlock") =>
  createUser(owner, { name, permissions: ["customers.read", "customers.reveal"] });
const at = (person: TestPerson, address: string | null = here) =>
  contextOf<"customers.read">(app, person, address) as unknown as CustomerContext;
const ask = (person: TestPerson, minutes = 60, address: string | null = here) =>
  askForEmergency(contextOf<"customers.read">(app, person, address), { reason, minutes });
const open = async (person: TestPerson, approver: TestPerson, minutes = 60) => {
  const { requestId } = await ask(person, minutes);
  await approveRequest(owner, app, requestId, approver);
  return requestId;
};
const security = (person: TestPerson) => contextOf<DecidePermission>(app, person);
const close = (person: TestPerson, requestId: string, finding: "justified" | "not_justified" = "justified") =>
  closeEmergencyReview(security(person), { requestId, finding, note });
const row = async (requestId: string) => {
  const [found] = await owner
    .select()
    .from(emergencyAccesses)
    .where(eq(emergencyAccesses.requestId, requestId));
  if (!found) throw new Error("There is no such access.");
  return found;
};
const recorded = (action: string, requestId: string) =>
  owner.$count(auditEvents, and(eq(auditEvents.action, action), eq(auditEvents.accessRequestId, requestId)));

describe("asking", () => {
  it("signs person, the one address, reason and life, and asks both security roles but not who asks", async () => {
    const sam = await staff();
    const { requestId, asked } = await ask(sam, 30);
    expect(asked).toEqual(["Maya Okafor", "Tomás Reyes"]);
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    expect(request).toMatchObject({
      kind: "break_glass",
      reason,
      subjectId: sam.id,
      change: { userId: sam.id, userEmail: sam.email, address: here, minutes: 30 },
    });
    expect((request?.expiresAt.getTime() ?? 0) - (request?.createdAt.getTime() ?? 0)).toBeCloseTo(
      240 * minute,
      -2,
    );
    expect((await ownEmergency(contextOf(app, sam, here))).newest).toMatchObject({
      requestId,
      state: "pending",
      endsAt: null,
    });
    await expect(isApprovedIp(at(sam))).resolves.toBe(false);
    expect(await refusalOf(ask(sam))).toBe("request_open_already");
  });

  it("is refused without an address, from one that is open, while one is live, and where nobody else could decide", async () => {
    const sam = await staff();
    expect(await refusalOf(ask(sam, 60, null))).toBe("conflict");
    await createLiveToken(owner, app, { networks: ["203.0.113.24"] });
    expect(await refusalOf(ask(sam, 60, "203.0.113.24"))).toBe("conflict");
    await open(sam, tomas);
    expect(await refusalOf(ask(sam, 60, "203.0.113.78"))).toBe("conflict");
    await owner.delete(rolePermissions).where(eq(rolePermissions.permission, "access_requests.decide"));
    await owner.delete(rolePermissions).where(eq(rolePermissions.permission, "api_settings.manage"));
    expect(await refusalOf(ask(await staff()))).toBe("no_other_security_admin");
  });

  it("is bounded to five a day", async () => {
    const sam = await staff();
    for (let time = 0; time < 5; time += 1) {
      const { requestId } = await ask(sam);
      await withdrawAccessRequest(contextOf(app, sam), { requestId });
    }
    expect(await refusalOf(ask(sam))).toBe("too_many_attempts");
    await clock.advance(25 * 60 * minute);
    expect(await refusalOf(ask(sam))).toBe("none");
  });

  it("lapses undecided after four hours", async () => {
    const sam = await staff();
    const { requestId } = await ask(sam);
    await clock.advance(240 * minute + 1000);
    expect(await refusalOf(approveRequest(owner, app, requestId, tomas))).toBe("request_not_open");
    expect((await ownEmergency(contextOf(app, sam, here))).newest?.state).toBe("expired");
  });
});

describe("deciding", () => {
  it("is refused to who invited the asker or gave them the role that sees customers", async () => {
    const invited = await staff();
    await owner.insert(oneTimeLinks).values({
      userId: invited.id,
      purpose: "invitation",
      mailbox: invited.email,
      nonce: Buffer.alloc(32, 7),
      keyId: testKeys.currentId,
      createdBy: tomas.id,
      expiresAt: new Date(Date.now() + 60 * minute),
    });
    const given = await staff();
    await owner.update(userRoles).set({ grantedBy: tomas.id }).where(eq(userRoles.userId, given.id));
    for (const person of [invited, given]) {
      const { requestId } = await ask(person);
      expect(await refusalOf(approveRequest(owner, app, requestId, tomas))).toBe("own_request");
      await approveRequest(owner, app, requestId, maya);
      expect(await isApprovedIp(at(person))).toBe(true);
    }
  });

  it("is refused to who let the asker's role see customers, in a change or from its making on", async () => {
    const permissions: Permission[] = ["customers.read", "customers.reveal"];
    const dana = await createUser(owner, {
      name: "Dana Reyes",
      permissions: ["roles.manage", "api_settings.manage"],
    });
    const changes = contextOf<"roles.manage">(app, dana);
    const roleOf = async ({ id }: TestPerson) =>
      (await owner.select().from(userRoles).where(eq(userRoles.userId, id)))[0]?.roleId ?? "";
    const changed = await createUser(owner, { permissions: ["developer_api.use"] });
    const desk = { roleId: await roleOf(changed), name: "Desk", description: "" };
    await changeRole(changes, { ...desk, permissions });
    const made = await createUser(owner);
    const { roleId } = await createRole(changes, { name: "Counter", description: "", permissions });
    await owner.insert(userRoles).values({ userId: made.id, roleId, grantedBy: ingrid.id });
    const otherwise = await createUser(owner, { permissions: ["customers.read"] });
    const words = { roleId: await roleOf(otherwise), name: "Back office", description: "" };
    await changeRole(changes, { ...words, permissions });
    for (const person of [changed, made]) {
      const { requestId } = await ask(person);
      expect(await refusalOf(approveRequest(owner, app, requestId, dana))).toBe("own_request");
      expect(await refusalOf(approveRequest(owner, app, requestId, tomas))).toBe("none");
    }
    // What was added is something else: the role saw customers before.
    const { requestId } = await ask(otherwise);
    expect(await refusalOf(approveRequest(owner, app, requestId, dana))).toBe("none");
    await owner.update(users).set({ status: "disabled" }).where(eq(users.id, dana.id));
  });

  it("is open to either security role, whose queues show it, and to nobody else", async () => {
    for (const approver of [maya, tomas]) {
      const requestId = await open(await staff(), approver);
      expect((await row(requestId)).approvedBy).toBe(approver.id);
    }
    const { requestId } = await ask(await staff());
    const list = { group: "waiting" as const, mine: false, search: "", page: 1 };
    const queue = await listRequests(contextOf(app, maya), list);
    expect(queue.requests.map(({ id }) => id)).toContain(requestId);
    expect(await getRequest(contextOf(app, maya), { requestId })).toMatchObject({
      mayDecide: true,
      mayCopy: false,
    });
    expect((await shellStatus(contextOf(app, maya))).pendingForMe).toBeGreaterThan(0);
    const reader = await staff("Somebody Else");
    expect(await refusalOf(getRequest(contextOf(app, reader), { requestId }))).toBe("permission_missing");
    await owner.delete(rolePermissions).where(eq(rolePermissions.permission, "api_settings.manage"));
    expect(await refusalOf(approveRequest(owner, app, requestId, maya))).toBe("permission_missing");
  });

  it("is never by who asked, whatever they hold", async () => {
    const both = await createUser(owner, {
      permissions: ["customers.read", "access_requests.decide", "api_settings.manage"],
    });
    const { requestId } = await ask(both);
    const digest = await digestOf(owner, requestId);
    expect(await refusalOf(rejectAccessRequest(security(both), { requestId, digest, note: "No." }))).toBe(
      "own_request",
    );
    await approveRequest(owner, app, requestId, tomas);
    expect((await row(requestId)).userId).toBe(both.id);
  });

  it("leaves a Security Manager without any other kind of request", async () => {
    const { requestId } = await createPending();
    const digest = await digestOf(owner, requestId);
    const reject = rejectAccessRequest(security(maya), { requestId, digest, note: "Not this one." });
    expect(await refusalOf(reject)).toBe("permission_missing");
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    expect(request?.status).toBe("pending");
  });

  it("tells everyone who decides about access at once, and who asked", async () => {
    const sam = await staff();
    const requestId = await open(sam, tomas);
    const told = await owner.select().from(messages).where(eq(messages.accessRequestId, requestId));
    const opened = told.filter(({ kind }) => kind === "emergency_opened");
    expect(opened.map(({ recipientId }) => recipientId).sort()).toEqual([maya.id, tomas.id].sort());
    for (const message of opened) {
      expect(await messageFacts(system, message)).toMatchObject({
        kind: "emergency_opened",
        person: sam.name,
        approvedBy: tomas.name,
        address: here,
        reason,
      });
      expect(await isMessageWanted(system.db, message.id)).toBe(true);
    }
    expect(told.some(({ kind, recipientId }) => kind === "request_approved" && recipientId === sam.id)).toBe(
      true,
    );
    expect(
      await owner.$count(
        notifications,
        and(eq(notifications.kind, "emergency_opened"), eq(notifications.accessRequestId, requestId)),
      ),
    ).toBe(2);
  });
});

/** A request for a token that waits. */
async function createPending() {
  const asker = await createUser(owner, { permissions: ["api_settings.manage"] });
  return submitRequest(app, asker);
}

describe("while it is open", () => {
  it("holds for that person at that address alone, and every read is marked with its request", async () => {
    const sam = await staff();
    const other = await staff("Somebody Else");
    const requestId = await open(sam, tomas);
    expect(await isApprovedIp(at(other))).toBe(false);
    expect(await isApprovedIp(at(sam, "203.0.113.78"))).toBe(false);
    expect(await refusalOf(viewCustomer(at(other), { customerId: "cus_1" }))).toBe("ip_not_allowed");
    await searchCustomers(at(sam), searchCustomersInput.parse({}));
    await viewCustomer(at(sam), { customerId: "cus_1" });
    await revealCustomer(
      contextOf<"customers.reveal">(app, sam, here) as unknown as ApprovedIpContext<
        PermittedContext<"customers.reveal">
      >,
      { customerId: "cus_1", group: "contact" },
    );
    const reads = await owner
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, sam.id), like(auditEvents.action, "customer.%")));
    expect(reads.map(({ action }) => action).sort()).toEqual([
      "customer.listed",
      "customer.revealed",
      "customer.viewed",
    ]);
    expect(new Set(reads.map(({ accessRequestId }) => accessRequestId))).toEqual(new Set([requestId]));
    expect((await shellStatus(contextOf(app, sam, here))).emergency).toMatchObject({
      requestId,
      address: here,
    });
  });

  it("leaves a read by an Approved IP unmarked", async () => {
    const sam = await staff();
    await open(sam, tomas);
    await createLiveToken(owner, app, { networks: ["203.0.113.90"] });
    await viewCustomer(at(sam, "203.0.113.90"), { customerId: "cus_1" });
    const [read] = await owner
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, sam.id), eq(auditEvents.action, "customer.viewed")))
      .orderBy(desc(auditEvents.id));
    expect(read?.accessRequestId).toBeNull();
  });

  it("refuses rather than leave unmarked a read whose Approved IP ends while it is read", async () => {
    const sam = await staff();
    const requestId = await open(sam, tomas);
    const live = await createLiveToken(owner, app, { networks: [here] });
    const reading = showCustomers(at(sam), {
      action: "customer.viewed",
      needs: ["customers.read"],
      read: async () => {
        await owner
          .update(approvedNetworks)
          .set({ revokedAt: new Date(), revokedBy: live.manager.id })
          .where(eq(approvedNetworks.tokenId, live.tokenId));
        return { answer: {}, customerIds: ["cus_1"] };
      },
    });
    expect(await refusalOf(reading)).toBe("conflict");
    await viewCustomer(at(sam), { customerId: "cus_1" });
    expect(await recorded("customer.viewed", requestId)).toBe(1);
  });

  it("ends by itself to the minute, and early by its person or by who decides about access, but by nobody else", async () => {
    const sam = await staff();
    await open(sam, tomas, 15);
    await clock.advance(15 * minute - 5000);
    expect(await isApprovedIp(at(sam))).toBe(true);
    await clock.advance(6000);
    expect(await refusalOf(viewCustomer(at(sam), { customerId: "cus_1" }))).toBe("ip_not_allowed");
    const second = await open(sam, tomas);
    const other = await staff();
    expect(await refusalOf(endEmergency(contextOf(app, other), { requestId: second }))).toBe(
      "permission_missing",
    );
    await endEmergency(contextOf(app, sam), { requestId: second });
    expect(await isApprovedIp(at(sam))).toBe(false);
    expect(await refusalOf(endEmergency(contextOf(app, sam), { requestId: second }))).toBe("conflict");
    const third = await open(sam, tomas);
    await endEmergency(contextOf(app, maya), { requestId: third });
    expect(await row(third)).toMatchObject({ endedBy: maya.id, closedAt: null });
    expect(await recorded("emergency.ended", third)).toBe(1);
  });

  it("ends at once for who is disabled, and does not come back with them", async () => {
    const sam = await staff();
    const requestId = await open(sam, tomas);
    const manages = contextOf<"users.manage">(app, ingrid);
    await disableUser(manages, { userId: sam.id });
    expect((await row(requestId)).endedAt).not.toBeNull();
    await enableUser(manages, { userId: sam.id });
    expect(await isApprovedIp(at(sam))).toBe(false);
  });

  it("is voided while it waits, for who may see customers no longer", async () => {
    const sam = await staff();
    const { requestId } = await ask(sam);
    await disableUser(contextOf<"users.manage">(app, ingrid), { userId: sam.id });
    expect(await refusalOf(approveRequest(owner, app, requestId, tomas))).toBe("request_not_open");
  });

  it("cannot be had by writing the row: later, for another person, address, approver or life", async () => {
    const sam = await staff();
    const other = await staff();
    const requestId = await open(sam, tomas);
    await owner.delete(emergencyAccesses).where(eq(emergencyAccesses.requestId, requestId));
    const insert = (db: typeof app, change: Partial<typeof signed> = {}) => {
      const { person, address, approver, starts, expires } = { ...signed, ...change };
      return db.execute(`insert into emergency_accesses (request_id, user_id, address, approved_by, starts_at, expires_at)
        select id, '${person}', '${address}', '${approver}', ${starts}, ${expires} from access_requests where id = '${requestId}'`);
    };
    const signed = {
      person: sam.id,
      address: here,
      approver: tomas.id,
      starts: "decided_at",
      expires: "decided_at + interval '60 minutes'",
    };
    for (const change of [
      { person: other.id },
      { address: "203.0.113.78" },
      { approver: maya.id },
      { starts: "decided_at + interval '1 minute'" },
      { expires: "decided_at + interval '61 minutes'" },
    ]) {
      await expect(insert(owner, change)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    // As signed, but no longer by the decision's transaction: the owner's seed alone may.
    await expect(insert(app)).rejects.toMatchObject({ cause: { code: "42501" } });
    await insert(owner);
    await expect(
      app.update(emergencyAccesses).set({ expiresAt: new Date("2099-01-01T00:00:00Z") }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("who saw a customer, looked at in an emergency", () => {
  const lookingAt = (person: TestPerson) => contextOf(app, person, here) as unknown as HistoryContext;
  const looks = (userId: string) =>
    owner
      .select({ under: auditEvents.accessRequestId })
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, userId), eq(auditEvents.action, "customer.history_read")));

  it("carries its request, and stands before its reviewer; by an Approved IP it carries none", async () => {
    const sam = await createUser(owner, { permissions: ["customers.read", "audit.read"] });
    const requestId = await open(sam, tomas);
    await whoSaw(lookingAt(sam), { customerId: "cus_1", limit: 10 });
    expect(await looks(sam.id)).toEqual([{ under: requestId }]);
    expect((await showEmergency(contextOf(app, maya), { requestId }))?.reads).toEqual({
      total: 1,
      customers: [{ customerId: "cus_1", listed: 0, viewed: 0, revealed: 0, history: 1 }],
    });
    const live = await createLiveToken(owner, app, { networks: [here] });
    await whoSaw(lookingAt(sam), { customerId: "cus_1", limit: 10 });
    expect(await looks(sam.id)).toEqual([{ under: requestId }, { under: null }]);
    await owner
      .update(approvedNetworks)
      .set({ revokedAt: new Date() })
      .where(eq(approvedNetworks.tokenId, live.tokenId));
    await endEmergency(contextOf(app, sam), { requestId });
    expect(await refusalOf(whoSaw(lookingAt(sam), { customerId: "cus_1", limit: 10 }))).toBe(
      "ip_not_allowed",
    );
  });
});

describe("its review", () => {
  it("stays open until a third person closes it with a finding, and shows what was read", async () => {
    const sam = await staff();
    const requestId = await open(sam, tomas, 15);
    await viewCustomer(at(sam), { customerId: "cus_1" });
    await viewCustomer(at(sam), { customerId: "cus_1" });
    expect(await refusalOf(close(maya, requestId))).toBe("conflict");
    await clock.advance(16 * minute);
    expect((await listReviews(security(maya))).find((one) => one.requestId === requestId)).toMatchObject({
      mayClose: true,
      live: false,
    });
    expect(await showEmergency(contextOf(app, maya), { requestId })).toMatchObject({
      mayClose: true,
      oneOfTwo: false,
      closers: ["Maya Okafor"],
      reads: { total: 1, customers: [{ customerId: "cus_1", listed: 0, viewed: 2, revealed: 0 }] },
    });
    expect((await showEmergency(contextOf(app, sam), { requestId }))?.reads).toBeNull();
    expect(await refusalOf(close(tomas, requestId))).toBe("own_request");
    expect(await close(maya, requestId, "not_justified")).toEqual({ oneOfTwo: false });
    expect(await row(requestId)).toMatchObject({
      closedBy: maya.id,
      finding: "not_justified",
      closingNote: note,
      closedByOneOfTwo: false,
    });
    expect((await listReviews(security(maya))).some((one) => one.requestId === requestId)).toBe(false);
    expect(await refusalOf(close(maya, requestId))).toBe("conflict");
    expect(await recorded("emergency.reviewed", requestId)).toBe(1);
  });

  it("is closed by one of the two, marked so, only where nobody else is active", async () => {
    const sam = await staff();
    const requestId = await open(sam, tomas, 15);
    await clock.advance(16 * minute);
    expect(await refusalOf(close(tomas, requestId))).toBe("own_request");
    await owner.delete(userRoles).where(eq(userRoles.userId, maya.id));
    expect(await refusalOf(close(maya, requestId))).toBe("permission_missing");
    expect(await close(tomas, requestId)).toEqual({ oneOfTwo: true });
    expect(await row(requestId)).toMatchObject({ closedBy: tomas.id, closedByOneOfTwo: true });
    const [record] = await owner
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, "emergency.reviewed")));
    expect(record?.details).toEqual({ finding: "justified", one_of_two: true });
  });

  it("is closed once, however many close it at the same moment", async () => {
    const others = await Promise.all(
      Array.from({ length: 6 }, () => createUser(owner, { permissions: ["api_settings.manage"] })),
    );
    const requestId = await open(await staff(), tomas, 15);
    await clock.advance(16 * minute);
    const outcomes = await Promise.all(others.map((one) => refusalOf(close(one, requestId))));
    expect(tally(outcomes)).toEqual({ none: 1, conflict: 5 });
    expect(await recorded("emergency.reviewed", requestId)).toBe(1);
  });

  it("is asked for daily of who may close it, once each time, until it is closed", async () => {
    const requestId = await open(await staff(), tomas, 15);
    const reminded = async () =>
      (await owner.select().from(messages).where(eq(messages.accessRequestId, requestId)))
        .filter(({ kind }) => kind === "emergency_review_due")
        .map(({ recipientId }) => recipientId);
    await clock.advance(23 * 60 * minute);
    await remindReviewers(system);
    expect(await reminded()).toEqual([]);
    await clock.advance(61 * minute);
    await Promise.all([remindReviewers(system), remindReviewers(system)]);
    expect(await reminded()).toEqual([maya.id]);
    await clock.advance(25 * 60 * minute);
    await remindReviewers(system);
    expect(await reminded()).toEqual([maya.id, maya.id]);
    await close(maya, requestId);
    await clock.advance(25 * 60 * minute);
    await remindReviewers(system);
    expect(await reminded()).toHaveLength(2);
  });
});
