import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { accessRequests, securityTokens } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import {
  approveRequest,
  createLiveToken,
  createPair,
  digestOf,
  submitRequest,
} from "../../test/factories/requests";
import { askForEmergency } from "../emergency-access/ask-for-emergency";
import { addNetworks } from "../security-token/add-networks";
import { changeLimits } from "../security-token/change-limits";
import { renameToken } from "../security-token/rename-token";
import { commentOnRequest } from "./comment-on-request";
import { rejectAccessRequest } from "./decide-access-request";
import { getRequest } from "./get-request";
import { listRequests, recordRequestOpened } from "./list-requests";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app, clock } = await testDatabase();
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const reason = "The tills look up members by phone at checkout.";
const see = (person: TestPerson, requestId: string) => getRequest(contextOf(app, person), { requestId });
const alter = (tokenId: string, values: Partial<typeof securityTokens.$inferInsert>) =>
  owner.update(securityTokens).set(values).where(eq(securityTokens.id, tokenId));
async function asked() {
  const pair = await createPair(owner);
  return { ...pair, ...(await submitRequest(app, pair.manager)) };
}

describe("the page of a request for a new token", () => {
  it("shows everything that is signed, by whom, from where and who was asked", async () => {
    const { manager, admin, requestId, tokenId, reference } = await asked();
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    const page = await see(admin, requestId);
    expect(page).toMatchObject({
      ...{ id: requestId, kind: "new_token", purpose: "Tills, Quayside stores", reason, state: "pending" },
      ...{ digest: await digestOf(owner, requestId), requestedFrom: "203.0.113.7", reminders: 0 },
      ...{ createdAt: request?.createdAt, expiresAt: request?.expiresAt, escalatedAt: null, change: null },
      networks: [{ network: "203.0.113.24/32", label: "", expiresAt: null }],
      overlaps: expect.any(Array),
      limits: { widestIpv4: 24, widestIpv6: 120 },
      token: {
        ...{ id: tokenId, reference, version: 1, kind: "new_token", name: null, suspension: null },
        ...{ scopes: ["customers:read"], ratePerMinute: 60, dailyLimit: 5000, distinctCeiling: 2500 },
        ...{ tokenExpiresAt: request?.tokenExpiresAt, overlapSeconds: 0, stands: true, before: null },
        generated: { at: expect.any(Date), byName: manager.name },
        beside: { networks: [], total: 0 },
      },
      requester: { id: manager.id, name: manager.name, roles: [expect.stringMatching(/^Role /)] },
      ...{ decision: null, mine: false, mayDecide: true, mayCopy: false, answers: [] },
      ...{ myId: admin.id, myMailbox: admin.email, comments: [], commentsFull: false },
      ...{ copiedFrom: null, copiedAs: [] },
    });
    expect(page.asked.map(({ approverId }) => approverId)).toContain(admin.id);
    expect(page.history).toMatchObject([
      { action: "request.submitted", byMe: false, actorName: manager.name },
    ]);
  });

  it("is told from one's own, which one may copy and not decide", async () => {
    const both = await createUser(owner, { permissions: ["api_settings.manage", "access_requests.decide"] });
    await createPair(owner);
    const { requestId } = await submitRequest(app, both);
    const page = await see(both, requestId);
    expect(page).toMatchObject({ mine: true, mayDecide: false, mayCopy: true });
    expect(page.history).toMatchObject([{ byMe: true }]);
    const colleague = await createUser(owner, { permissions: ["api_settings.manage"] });
    expect(await see(colleague, requestId)).toMatchObject({ mine: false, mayDecide: false, mayCopy: false });
  });

  it("may be decided by whoever holds one of the permissions that its kind takes", async () => {
    const { manager, admin } = await createPair(owner);
    const reader = await createUser(owner, { permissions: ["customers.read"] });
    const context = contextOf<"customers.read">(app, reader, "192.0.2.77");
    const { requestId } = await askForEmergency(context, { reason, minutes: 30 });
    for (const person of [manager, admin])
      expect(await see(person, requestId)).toMatchObject({ mayDecide: true });
    expect(await see(reader, requestId)).toMatchObject({ mine: true, mayDecide: false, mayCopy: false });
  });

  it("shows a lapsed one as expired, and a closed one as it was closed", async () => {
    const lapsing = await asked();
    const withdrawn = await asked();
    await withdrawAccessRequest(contextOf(app, withdrawn.manager), { requestId: withdrawn.requestId });
    await clock.advance(4 * 86_400_000);
    expect(await see(lapsing.admin, lapsing.requestId)).toMatchObject({ state: "expired" });
    expect(await see(lapsing.admin, withdrawn.requestId)).toMatchObject({ state: "withdrawn" });
  });

  it("says who decided, when, from where and why", async () => {
    const { manager, admin, requestId } = await asked();
    const input = { requestId, digest: await digestOf(owner, requestId), note: "Too wide." };
    await rejectAccessRequest(contextOf<"access_requests.decide">(app, admin, "192.0.2.9"), input);
    const decision = { at: expect.any(Date), byName: admin.name, from: "192.0.2.9", note: "Too wide." };
    expect((await see(admin, requestId)).decision).toEqual({ ...decision, byMe: true });
    expect((await see(manager, requestId)).decision).toEqual({ ...decision, byMe: false });
  });

  it("shows what was said, and by whom", async () => {
    const { manager, admin, requestId } = await asked();
    await commentOnRequest(contextOf(app, admin), { requestId, text: "Why the whole range?" });
    expect(await see(admin, requestId)).toMatchObject({ comments: [{ byMe: true }], commentsFull: false });
    expect((await see(manager, requestId)).comments).toMatchObject([
      { text: "Why the whole range?", authorName: admin.name, byMe: false },
    ]);
  });
});

describe("the page of a request for a live token", () => {
  const ask = async () => {
    const live = await createLiveToken(owner, app, { networks: ["198.51.100.0/25"], ratePerMinute: 30 });
    const context = contextOf<"api_settings.manage">(app, live.manager);
    const values = { tokenId: live.tokenId, reason, ratePerMinute: 31, dailyLimit: 5000 };
    const { requestId } = await changeLimits(context, values);
    return { ...live, context, requestId };
  };

  it("holds it against what was signed before, beside the token's other networks and its name", async () => {
    const { tokenId, requestId, admin, context } = await ask();
    await renameToken(context, { tokenId, name: "Quayside", notes: "", notesBefore: "" });
    const { token } = await see(admin, requestId);
    expect(token).toMatchObject({
      ...{ kind: "limits", name: "Quayside", ratePerMinute: 31, stands: true },
      before: { ratePerMinute: 30, dailyLimit: 5000, scopes: ["customers:read"], distinctCeiling: 2500 },
      beside: { networks: [{ network: "198.51.100.0/25" }], total: 1 },
    });
  });

  it("says that it cannot be approved any more once the token changed, ended or expired", async () => {
    const { tokenId, requestId, admin } = await ask();
    const stands = async () => (await see(admin, requestId)).token?.stands;
    const [before] = await owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId));
    const ends = [{ version: 99 }, { revokedAt: new Date() }, { expiresAt: new Date(Date.now() - 1000) }];
    for (const values of ends) {
      await alter(tokenId, values);
      expect([Object.keys(values), await stands()]).toEqual([Object.keys(values), false]);
      const { version, revokedAt, expiresAt } = before as NonNullable<typeof before>;
      await alter(tokenId, { version, revokedAt, expiresAt });
      expect(await stands()).toBe(true);
    }
  });

  it("still stands for a new token whose draft's day has come, and not for one that was given up", async () => {
    const { tokenId, requestId, admin } = await asked();
    await alter(tokenId, { expiresAt: new Date(Date.now() - 1000) });
    expect((await see(admin, requestId)).token?.stands).toBe(true);
    await alter(tokenId, { discardedAt: new Date() });
    expect((await see(admin, requestId)).token?.stands).toBe(false);
  });

  it("shows a suspension with its day and how many customers it came after", async () => {
    const { tokenId, requestId, admin } = await ask();
    const suspendedAt = new Date("2026-11-28T10:00:00Z");
    await alter(tokenId, { suspendedAt, suspendedDay: "2026-11-28", suspendedDistinct: 0 });
    const suspension = { at: suspendedAt, day: "2026-11-28", distinct: 0 };
    expect((await see(admin, requestId)).token?.suspension).toEqual(suspension);
  });
});

describe("the list of requests", () => {
  const list = (person: TestPerson, more: object = {}) =>
    listRequests(contextOf(app, person), { group: "all", mine: false, search: "", page: 1, ...more });

  it("counts all there are, whatever the page shows, and nothing as nothing", async () => {
    await asked();
    const { manager } = await createPair(owner);
    expect(await list(manager, { mine: true })).toMatchObject({ requests: [], total: 0 });
    for (let one = 0; one < 3; one += 1) await submitRequest(app, manager);
    const page = await list(manager, { mine: true });
    expect(page).toMatchObject({ total: 3, size: expect.any(Number) });
    expect(page.requests).toHaveLength(3);
    expect((await list(manager)).total).toBeGreaterThan(3);
  });

  it("puts on record that its page was shown", async () => {
    const { admin, requestId } = await asked();
    await recordRequestOpened(contextOf(app, admin), { requestId });
    expect((await see(admin, requestId)).history).toMatchObject([
      { action: "request.opened", byMe: true },
      { action: "request.submitted" },
    ]);
  });

  it("is nothing to who has no role for it and never asked, who are told so", async () => {
    const stranger = await createUser(owner, { permissions: ["customers.read"] });
    await expect(list(stranger)).rejects.toMatchObject({
      code: "permission_missing",
      message: expect.stringMatching(/do not include access requests/),
      details: { permission: "access_requests.decide" },
    });
  });
});

describe("networks of a live token that are asked for", () => {
  it("lead to the request that opened them", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const networks = [{ network: "198.51.100.7", label: "Till 7", expiresAt: null }];
    const context = contextOf<"api_settings.manage">(app, manager);
    const { requestId } = await addNetworks(context, { tokenId, reason, networks });
    await approveRequest(owner, app, requestId, admin);
    const page = await see(admin, requestId);
    expect(page).toMatchObject({
      state: "approved",
      networks: [{ network: "198.51.100.7/32", label: "Till 7" }],
    });
    expect(page.history.map(({ action }) => action)).toContain("request.approved");
  });
});
