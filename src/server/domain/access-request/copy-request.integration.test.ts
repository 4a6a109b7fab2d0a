import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { accessRequests, auditEvents, securityTokens } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { refusalOf } from "../../test/factories/accounts";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createPair, submitRequest } from "../../test/factories/requests";
import { askForEmergency } from "../emergency-access/ask-for-emergency";
import { discardToken } from "../security-token/discard-token";
import { revokeToken } from "../security-token/revoke-token";
import { rotateToken } from "../security-token/rotate-token";
import { copyRequest } from "./copy-request";
import { getRequest } from "./get-request";
import { submitAccessRequest } from "./submit-access-request";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app, clock } = await testDatabase();
const reason = "The till software is replaced this week.";
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const tokenOf = async (id: string) => {
  const [row] = await owner.select().from(securityTokens).where(eq(securityTokens.id, id));
  if (!row) throw new Error("There is no such token.");
  return row;
};
const statusOf = async (id: string) => {
  const [row] = await owner.select().from(accessRequests).where(eq(accessRequests.id, id));
  return row?.status;
};

describe("copying a request for a new token", () => {
  it("withdraws one's own open one first and takes its draft up again", async () => {
    const { manager } = await createPair(owner);
    const { requestId, tokenId } = await submitRequest(app, manager, { dailyLimit: 77 });
    expect(await copyRequest(manages(manager), { requestId })).toEqual({ tokenId, kind: "new_token" });
    expect(await statusOf(requestId)).toBe("withdrawn");
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    const expiresAt = request?.tokenExpiresAt;
    expect(await tokenOf(tokenId)).toMatchObject({ dailyLimit: 77, discardedAt: null, expiresAt });
    const records = await owner.$count(
      auditEvents,
      and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, "request.withdrawn")),
    );
    expect(records).toBe(1);
  });

  it("gives another draft with the same values where the old one is no draft any more", async () => {
    const { manager, admin } = await createPair(owner);
    const approved = await submitRequest(app, manager, { dailyLimit: 78 });
    await approveRequest(owner, app, approved.requestId, admin);
    const copied = await copyRequest(manages(manager), { requestId: approved.requestId });
    expect(copied.tokenId).not.toBe(approved.tokenId);
    expect(await tokenOf(copied.tokenId)).toMatchObject({ dailyLimit: 78, approvedAt: null });
    const gone = await submitRequest(app, manager);
    await withdrawAccessRequest(manages(manager), { requestId: gone.requestId });
    await discardToken(manages(manager), { tokenId: gone.tokenId });
    const again = await copyRequest(manages(manager), { requestId: gone.requestId });
    expect(again.tokenId).not.toBe(gone.tokenId);
  });

  it("never touches another person's draft, nor one with an open request", async () => {
    const { manager } = await createPair(owner);
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const { requestId, tokenId } = await submitRequest(app, manager);
    await expect(copyRequest(manages(other), { requestId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/still open/),
    });
    expect(await statusOf(requestId)).toBe("pending");
    await withdrawAccessRequest(manages(manager), { requestId });
    expect((await copyRequest(manages(other), { requestId })).tokenId).not.toBe(tokenId);
    const draft = await tokenOf(tokenId);
    const { purpose, scopes, expiresAt, ratePerMinute, dailyLimit } = draft;
    const networks = [{ network: "203.0.113.30", label: "", expiresAt: null }];
    const set = { tokenId, purpose, scopes, expiresAt, ratePerMinute, dailyLimit, networks, reason };
    const newer = await submitAccessRequest(manages(manager), { ...set, copiedFrom: requestId });
    expect((await copyRequest(manages(manager), { requestId })).tokenId).not.toBe(tokenId);
    const old = await getRequest(manages(manager), { requestId });
    expect(old.copiedAs).toMatchObject([{ id: newer.requestId, state: "pending" }]);
    const made = await getRequest(manages(manager), { requestId: newer.requestId });
    expect(made).toMatchObject({ copiedFrom: { id: requestId, state: "withdrawn" }, copiedAs: [] });
  });

  it("is claimed of closed requests for tokens alone", async () => {
    const { manager, admin } = await createPair(owner);
    const open = await submitRequest(app, manager);
    const [change] = await owner
      .insert(accessRequests)
      .values({
        ...{
          kind: "user_roles",
          subjectId: manager.id,
          requestedBy: admin.id,
          purpose: "Make somebody else",
        },
        ...{
          change: { kind: "user_roles", userId: manager.id, userName: "", userEmail: "", add: [] },
        },
        ...{
          reason: "Tomás is away.",
          digest: Buffer.alloc(32, 1),
          expiresAt: new Date(0),
        },
      })
      .returning();
    for (const copiedFrom of [crypto.randomUUID(), open.requestId, change?.id]) {
      await expect(submitRequest(app, manager, { copiedFrom })).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringMatching(/no closed request for a token/),
      });
    }
    await approveRequest(owner, app, open.requestId, admin);
    const { tokenId } = open;
    const rotate = (copiedFrom?: string) =>
      rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 0, copiedFrom });
    expect(await refusalOf(rotate(change?.id))).toBe("invalid_input");
    expect(await refusalOf(rotate(open.requestId))).toBe("none");
  });

  it("takes the program's usual life where the day asked for has passed", async () => {
    const { manager } = await createPair(owner);
    const soon = new Date(Date.now() + 86_400_000);
    const { requestId } = await submitRequest(app, manager, { expiresAt: soon });
    await withdrawAccessRequest(manages(manager), { requestId });
    await clock.advance(2 * 86_400_000);
    const { tokenId } = await copyRequest(manages(manager), { requestId });
    const { expiresAt } = await tokenOf(tokenId);
    expect(expiresAt.getTime()).toBeGreaterThan(soon.getTime() + 30 * 86_400_000);
    expect(expiresAt.toISOString()).toMatch(/T23:59:59\.000Z$/);
  });
});

describe("copying a request about a live token", () => {
  it("leads back to it, and refuses where it has ended", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId: first, tokenId } = await submitRequest(app, manager);
    await approveRequest(owner, app, first, admin);
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 3600 });
    expect(await copyRequest(manages(manager), { requestId })).toEqual({ tokenId, kind: "rotation" });
    expect(await statusOf(requestId)).toBe("withdrawn");
    await revokeToken(manages(manager), { tokenId });
    await expect(copyRequest(manages(manager), { requestId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/has ended/),
    });
  });
});

describe("copying a request about something else", () => {
  it("is refused: it is asked for again where the change is made", async () => {
    const { admin } = await createPair(owner);
    const reader = await createUser(owner, { permissions: ["customers.read"] });
    const asking = contextOf<"customers.read">(app, reader, "192.0.2.77");
    const { requestId } = await askForEmergency(asking, { reason, minutes: 30 });
    await expect(copyRequest(manages(admin), { requestId })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/no request for a token/),
    });
  });
});
