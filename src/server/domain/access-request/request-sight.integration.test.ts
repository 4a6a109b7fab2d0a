import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { accessRequests, messages } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, createPair, submitRequest } from "../../test/factories/requests";
import { addNetworks } from "../security-token/add-networks";
import { changeLimits } from "../security-token/change-limits";
import { transact } from "../transact";
import { getRequest } from "./get-request";
import { listRequests, type RequestListInput } from "./list-requests";
import { lockApprovers } from "./lock-approvers";
import { sendRequest } from "./send-request";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app, clock } = await testDatabase();
const reason = "The till software is replaced this week.";
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const everything: RequestListInput = { group: "all", mine: false, search: "", page: 1 };
const list = async (person: TestPerson, input: Partial<RequestListInput> = {}) =>
  (await listRequests(contextOf(app, person), { ...everything, ...input })).requests;
const ids = async (person: TestPerson, input: Partial<RequestListInput> = {}) =>
  (await list(person, input)).map(({ id }) => id);
const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);

/** Asks for a security role for somebody, as the verbs of people do. */
async function askForRole(asker: TestPerson) {
  const subject = await createUser(owner, { name: "Priya Natarajan" });
  const context = contextOf<"users.manage">(app, asker);
  const role = { id: subject.id, name: "Security Admin", permissions: ["access_requests.decide" as const] };
  const change = {
    kind: "user_roles" as const,
    userId: subject.id,
    userName: subject.name,
    userEmail: subject.email,
    add: [role],
  };
  const sent = await transact(context, async (inside) => {
    const approvers = await lockApprovers(inside, "users.manage");
    const purpose = "Give Priya Natarajan the role Security Admin";
    return sendRequest(
      inside,
      { kind: "user_roles", change, subjectId: subject.id, purpose, reason },
      approvers,
    );
  });
  return sent.requestId;
}

describe("who sees which requests", () => {
  it("shows each person the kinds they decide or may ask for, and their own", async () => {
    const { manager, admin } = await createPair(owner);
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    const { requestId: token } = await submitRequest(app, manager);
    const role = await askForRole(boss);
    expect(await ids(admin)).toEqual(expect.arrayContaining([token, role]));
    expect(await ids(manager)).toContain(token);
    expect(await ids(manager)).not.toContain(role);
    expect(await ids(boss)).toEqual([role]);
    const page = await getRequest(contextOf(app, boss), { requestId: role });
    expect(page).toMatchObject({ token: null, change: { kind: "user_roles" }, mine: true, mayDecide: false });
    expect(await refusalOf(getRequest(contextOf(app, boss), { requestId: token }))).toBe(
      "permission_missing",
    );
    expect(await refusalOf(getRequest(contextOf(app, manager), { requestId: role }))).toBe(
      "permission_missing",
    );
  });

  it("leaves nothing out once it is closed, and still to who asked but lost the role", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    await withdrawAccessRequest(contextOf(app, manager), { requestId });
    expect(await ids(admin, { state: "withdrawn" })).toContain(requestId);
    const before = { ...manager, permissions: [] };
    expect(await ids(before)).toEqual([requestId]);
    const { history } = await getRequest(contextOf(app, before), { requestId });
    expect(history.map(({ action }) => action)).toEqual(["request.withdrawn", "request.submitted"]);
  });
});

describe("the queue", () => {
  it("filters by state, with a lapsed request as expired by the database's clock, and by kind", async () => {
    const { manager, admin, tokenId } = await createLiveToken(owner, app, { networks: ["203.0.113.90"] });
    const { requestId: lapsing } = await submitRequest(app, manager);
    await clock.advance(3.5 * 86_400_000);
    const { requestId: limits } = await changeLimits(manages(manager), {
      tokenId,
      reason,
      ratePerMinute: 600,
      dailyLimit: 5000,
    });
    const mine = { mine: true };
    expect(await ids(manager, { ...mine, state: "expired" })).toEqual([lapsing]);
    expect(await ids(manager, { ...mine, state: "pending" })).toEqual([limits]);
    expect(await ids(manager, { ...mine, kind: "limits" })).toEqual([limits]);
    expect(await ids(manager, { ...mine, kind: "limits", state: "approved" })).toEqual([]);
    expect((await list(manager, { ...mine, kind: "limits" }))[0]).toMatchObject({
      networks: 0,
      addresses: "0",
    });
    expect((await ids(manager, mine))[0]).toBe(limits);
    expect(await ids(admin, { group: "waiting" })).toContain(limits);
  });

  it("says who was asked and whose mail failed", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    const row = async () => (await list(manager, { mine: true }))[0];
    expect(await row()).toMatchObject({ failedMails: 0, reminders: 0, escalatedAt: null });
    expect((await row())?.asked).toContain(admin.name);
    await owner
      .update(messages)
      .set({ status: "failed", failedAt: new Date() })
      .where(eq(messages.recipientId, admin.id));
    expect(await row()).toMatchObject({ failedMails: 1 });
    const later = new Date(Date.now() + 1000);
    await owner.insert(messages).values({
      kind: "approval_reminder",
      recipientId: admin.id,
      mailbox: admin.email,
      accessRequestId: requestId,
      idempotencyKey: `reminder/${requestId}`,
      status: "sent",
      createdAt: later,
      sentAt: later,
    });
    expect(await row()).toMatchObject({ failedMails: 0 });
    const { asked } = await getRequest(contextOf(app, manager), { requestId });
    const tomas = asked.find(({ approverId }) => approverId === admin.id);
    expect(tomas).toMatchObject({ mail: "sent", reminders: 1, remindedAt: later });
  });
});

describe("what a request changes", () => {
  it("is held against what was signed before, then and for ever", async () => {
    const { manager, admin, tokenId } = await createLiveToken(owner, app, {
      networks: ["203.0.113.0/24"],
      ratePerMinute: 60,
    });
    const raise = { tokenId, reason, ratePerMinute: 600, dailyLimit: 5000 };
    const { requestId: first } = await changeLimits(manages(manager), raise);
    const rateBefore = async (requestId: string) =>
      (await getRequest(contextOf(app, admin), { requestId })).token?.before?.ratePerMinute;
    expect(await rateBefore(first)).toBe(60);
    await approveRequest(owner, app, first, admin);
    const { requestId: second } = await changeLimits(manages(manager), { ...raise, ratePerMinute: 900 });
    await approveRequest(owner, app, second, admin);
    expect([await rateBefore(first), await rateBefore(second)]).toEqual([60, 600]);
  });

  it("shows the networks beside the added ones, those it overlaps, and that the token still stands", async () => {
    const { manager, admin, tokenId } = await createLiveToken(owner, app, {
      networks: ["198.51.100.0/25"],
    });
    const { requestId } = await addNetworks(manages(manager), {
      tokenId,
      reason,
      networks: [{ network: "198.51.100.7", label: "Till 7", expiresAt: null }],
    });
    const page = async () => await getRequest(contextOf(app, admin), { requestId });
    const open = await page();
    expect(open.token?.beside).toMatchObject({ total: 1, networks: [{ network: "198.51.100.0/25" }] });
    expect(open.overlaps).toEqual([
      expect.objectContaining({ requested: "198.51.100.7/32", network: "198.51.100.0/25", own: true }),
    ]);
    expect(open.token?.stands).toBe(true);
    await approveRequest(owner, app, requestId, admin);
    const closed = await page();
    expect(closed.token?.beside.total).toBe(1);
    expect(closed.overlaps).toHaveLength(1);
    expect(closed.token?.stands).toBe(false);
    await owner.execute(
      `update approved_networks set revoked_at = countersign_now() where token_id = '${tokenId}'`,
    );
    expect((await page()).token?.beside.total).toBe(1);
    expect(await owner.$count(accessRequests, eq(accessRequests.tokenId, tokenId))).toBe(2);
  });
});
