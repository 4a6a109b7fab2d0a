import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { tokenUsage } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import {
  approveRequest,
  createLiveToken,
  createPair,
  digestOf,
  submitRequest,
} from "../../test/factories/requests";
import { rejectAccessRequest } from "../access-request/decide-access-request";
import { addNetworks } from "./add-networks";
import { confirmSecretSaved, displaySecret } from "./display-secret";
import { getToken } from "./get-token";
import { rotateToken } from "./rotate-token";

const { owner, app, clock } = await testDatabase();
const minute = 60_000;
const day = 24 * 60 * minute;
const reason = "The till software is replaced this week.";

beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const see = (person: TestPerson, tokenId: string) => getToken(manages(person), { tokenId });

async function saved() {
  const made = await createLiveToken(owner, app);
  await confirmSecretSaved(manages(made.manager), { tokenId: made.tokenId });
  return made;
}

async function reject(requestId: string, admin: TestPerson): Promise<void> {
  await rejectAccessRequest(contextOf<"access_requests.decide">(app, admin), {
    requestId,
    digest: await digestOf(owner, requestId),
    note: "Not this week.",
  });
}

describe("a token's page over its life", () => {
  it("stays live while a rotation waits, is rejected, or is approved; an added network asks for no display", async () => {
    const { tokenId, manager, admin } = await saved();
    const first = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 3600 });
    expect(await see(manager, tokenId)).toMatchObject({
      token: { state: "live", openRequestKind: "rotation" },
      grant: { display: "settled" },
      lastRequest: { kind: "rotation", state: "pending", mine: true },
    });
    await reject(first.requestId, admin);
    expect(await see(manager, tokenId)).toMatchObject({
      token: { state: "live", openRequestId: null, requestStatus: "approved" },
      lastRequest: { kind: "rotation", state: "rejected", decisionNote: "Not this week." },
    });
    const added = await addNetworks(manages(manager), {
      tokenId,
      reason,
      networks: [{ network: "203.0.113.99", label: "Kiosk", expiresAt: null }],
    });
    await approveRequest(owner, app, added.requestId, admin);
    const detail = await see(manager, tokenId);
    expect(detail).toMatchObject({
      token: { state: "live" },
      grant: { kind: "new_token", display: "settled" },
    });
    expect(detail.networks.map(({ network }) => network)).toEqual(["203.0.113.24/32", "203.0.113.99/32"]);
    expect(detail.requests.map(({ kind, state }) => [kind, state])).toEqual([
      ["networks", "approved"],
      ["rotation", "rejected"],
      ["new_token", "approved"],
    ]);
  });

  it("offers a rotation's secret to its requester alone, then counts both secrets down", async () => {
    const { tokenId, manager, admin } = await saved();
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 3600 });
    await approveRequest(owner, app, requestId, admin);
    const waiting = { kind: "rotation", display: "waiting", overlapSeconds: 3600 };
    expect(await see(manager, tokenId)).toMatchObject({
      token: { state: "live" },
      grant: { ...waiting, mine: true },
    });
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    expect((await see(other, tokenId)).grant).toMatchObject({
      ...waiting,
      mine: false,
      ownerName: manager.name,
    });

    await displaySecret(manages(manager), { tokenId });
    const shown = await see(manager, tokenId);
    expect(shown).toMatchObject({ token: { state: "live" }, grant: { display: "again" } });
    const [fresh, old] = shown.secrets;
    expect(fresh).toMatchObject({ kind: "rotation", works: true, endsAt: null, firstUsedAt: null });
    expect(old).toMatchObject({ kind: "new_token", works: true });
    const left = (old?.endsAt?.getTime() ?? 0) - shown.now.getTime();
    expect(left).toBeGreaterThan(3_590_000);
    expect(left).toBeLessThanOrEqual(3_600_000);

    await clock.advance(61 * minute);
    const later = await see(manager, tokenId);
    expect(later.grant?.display).toBe("unsaved");
    expect(later.secrets.map(({ works }) => works)).toEqual([true, false]);
    await confirmSecretSaved(manages(manager), { tokenId });
    expect((await see(manager, tokenId)).grant?.display).toBe("settled");
  });

  it("says that a granted secret was not displayed in time, and leaves a live token live", async () => {
    const { manager, admin } = await createPair(owner);
    const { tokenId, requestId } = await submitRequest(app, manager);
    expect(await see(manager, tokenId)).toMatchObject({ token: { state: "pending" }, grant: null });
    await approveRequest(owner, app, requestId, admin);
    expect(await see(manager, tokenId)).toMatchObject({
      token: { state: "approved" },
      grant: { display: "waiting" },
    });
    await clock.advance(7 * day + minute);
    expect(await see(manager, tokenId)).toMatchObject({
      token: { state: "lapsed" },
      grant: { display: "lapsed" },
    });

    const live = await saved();
    const rotation = { tokenId: live.tokenId, reason, overlapSeconds: 3600 };
    const { requestId: lapsing } = await rotateToken(manages(live.manager), rotation);
    await approveRequest(owner, app, lapsing, live.admin);
    await clock.advance(7 * day + minute);
    expect(await see(live.manager, live.tokenId)).toMatchObject({
      token: { state: "live" },
      grant: { kind: "rotation", display: "lapsed" },
    });
    await expect(displaySecret(manages(live.manager), { tokenId: live.tokenId })).rejects.toThrow(
      "The secret had to be displayed within 7 days of its approval. Rotate the secret to have another one.",
    );
  });

  it("asks nobody to display a secret of a token that has expired", async () => {
    const { manager, admin } = await createPair(owner);
    const expiresAt = new Date(Date.now() + day);
    const { tokenId, requestId } = await submitRequest(app, manager, { expiresAt });
    await approveRequest(owner, app, requestId, admin);
    expect(await see(manager, tokenId)).toMatchObject({ grant: { display: "waiting", mine: true } });
    await clock.advance(day + minute);
    expect(await see(manager, tokenId)).toMatchObject({ token: { state: "expired" }, grant: null });
  });

  it("goes back to a draft when its first request is over, and shows a rejection", async () => {
    const { manager, admin } = await createPair(owner);
    const lapsing = await submitRequest(app, manager);
    const rejected = await submitRequest(app, manager);
    await reject(rejected.requestId, admin);
    expect((await see(manager, rejected.tokenId)).token.state).toBe("rejected");
    await clock.advance(4 * day);
    expect(await see(manager, lapsing.tokenId)).toMatchObject({
      token: { state: "draft", openRequestId: null },
      lastRequest: { state: "expired", reason: "The tills look up members by phone at checkout." },
    });
  });
});

describe("what is left of a token's limits", () => {
  it("is told by the database's clock: the bucket refills, and the day begins anew in UTC", async () => {
    await clock.set(new Date("2027-03-01T23:59:00Z"));
    const { tokenId, manager } = await createLiveToken(owner, app, {
      ratePerMinute: 60,
      dailyLimit: 100,
      expiresAt: new Date("2027-05-01T00:00:00Z"),
    });
    const now = await clock.now();
    await owner
      .update(tokenUsage)
      .set({ rateLeft: 10, refilledAt: now, day: "2027-03-01", customersRead: 30 })
      .where(eq(tokenUsage.tokenId, tokenId));
    const spent = await see(manager, tokenId);
    expect(spent.allowance).toMatchObject({ customersToday: 30, customersLeft: 70 });
    expect(spent.allowance?.dayEndsAt).toEqual(new Date("2027-03-02T00:00:00Z"));
    expect(spent.allowance?.rateLeft).toBeGreaterThanOrEqual(10);
    expect(spent.allowance?.rateLeft).toBeLessThan(20);
    await clock.advance(20_000);
    expect((await see(manager, tokenId)).allowance?.rateLeft).toBeGreaterThanOrEqual(30);
    await clock.advance(2 * minute);
    expect((await see(manager, tokenId)).allowance).toMatchObject({
      rateLeft: 60,
      customersToday: 0,
      customersLeft: 100,
    });
  });
});
