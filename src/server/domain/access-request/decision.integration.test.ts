import { and, eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Executor } from "../../db/client";
import {
  accessRequests,
  approvalCodes,
  auditEvents,
  messages,
  notifications,
  securityTokens,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, codeOf, createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { whileHeld } from "../../test/while-held";
import { askForEmergency } from "../emergency-access/ask-for-emergency";
import { rotateToken } from "../security-token/rotate-token";
import { approveAccessRequest, rejectAccessRequest } from "./decide-access-request";
import { expireRequests } from "./expire-requests";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app, clock } = await testDatabase();
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const nowhere = "99999999-9999-4999-8999-999999999999";
const reason = "The till software is replaced this week.";
const day = 86_400_000;
const decider = (person: TestPerson) => contextOf<"access_requests.decide">(app, person, "192.0.2.9");

async function asked() {
  const pair = await createPair(owner);
  return { ...pair, ...(await submitRequest(app, pair.manager)) };
}
type Asked = Awaited<ReturnType<typeof asked>>;

/** Another secret of a live token, asked for and not yet decided. */
async function rotating() {
  const it = await asked();
  await approveRequest(owner, app, it.requestId, it.admin);
  const context = contextOf<"api_settings.manage">(app, it.manager);
  const { requestId } = await rotateToken(context, { tokenId: it.tokenId, reason, overlapSeconds: 60 });
  return { ...it, requestId };
}

const approve = async ({ requestId, admin }: Asked) =>
  approveAccessRequest(decider(admin), {
    requestId,
    digest: await digestOf(owner, requestId),
    code: await codeOf(owner, requestId, admin),
  });
const reject = async ({ requestId, admin }: Asked, note = "Not this one.") =>
  rejectAccessRequest(decider(admin), { requestId, digest: await digestOf(owner, requestId), note });
const rowOf = async ({ requestId }: Asked) =>
  (await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId)))[0];
const recordsOf = ({ requestId }: Asked, action: string) =>
  owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, action)));
const toldOf = async ({ requestId }: Asked, { id }: TestPerson) => {
  const mails = and(eq(messages.accessRequestId, requestId), eq(messages.recipientId, id));
  const bells = and(eq(notifications.accessRequestId, requestId), eq(notifications.userId, id));
  const [mailed, rung] = [
    await owner.select().from(messages).where(mails),
    await owner.select().from(notifications).where(bells),
  ];
  return { mails: mailed.map(({ kind }) => kind), bells: rung.map(({ kind }) => kind) };
};
/** What the owner of the database does to a token behind the domain's back. */
const alter = ({ tokenId }: Asked, values: Partial<typeof securityTokens.$inferInsert>) =>
  owner.update(securityTokens).set(values).where(eq(securityTokens.id, tokenId));

describe("a decision leaves", () => {
  it("who decided from where, what was signed and for whom on record, and the code used", async () => {
    const it = await asked();
    await approve(it);
    expect(await rowOf(it)).toMatchObject({
      decidedBy: it.admin.id,
      decidedFrom: "192.0.2.9",
      decisionNote: null,
    });
    expect(await recordsOf(it, "request.approved")).toMatchObject([
      {
        actorId: it.admin.id,
        tokenId: it.tokenId,
        details: { digest: await digestOf(owner, it.requestId), requester: it.manager.id },
      },
    ]);
    expect(await recordsOf(it, "request.rejected")).toEqual([]);
    const [code] = await owner.select().from(approvalCodes).where(eq(approvalCodes.approverId, it.admin.id));
    expect(code?.usedAt).not.toBeNull();
  });

  it("the note of a rejection, and tells who asked of it", async () => {
    const it = await asked();
    await reject(it, "Too wide.");
    expect(await rowOf(it)).toMatchObject({
      status: "rejected",
      decidedFrom: "192.0.2.9",
      decisionNote: "Too wide.",
    });
    const details = { digest: await digestOf(owner, it.requestId), requester: it.manager.id };
    expect(await recordsOf(it, "request.rejected")).toMatchObject([{ tokenId: it.tokenId, details }]);
    const { mails, bells } = await toldOf(it, it.manager);
    expect([mails, bells]).toEqual([["request_rejected"], ["request_rejected"]]);
  });

  it("the decider's notifications of that request read, and of no other", async () => {
    const it = await asked();
    const { requestId: other } = await submitRequest(app, it.manager);
    await approve(it);
    const unread = async (requestId: string) =>
      owner.$count(
        notifications,
        and(
          eq(notifications.userId, it.admin.id),
          eq(notifications.accessRequestId, requestId),
          sql`${notifications.readAt} is null`,
        ),
      );
    expect([await unread(it.requestId), await unread(other)]).toEqual([0, 1]);
  });
});

describe("a decision is refused", () => {
  it("about a request that does not exist", async () => {
    const { admin } = await asked();
    const none = { code: "not_found", message: "There is no such request." };
    const input = { requestId: nowhere, digest: "0".repeat(64) };
    await expect(approveAccessRequest(decider(admin), { ...input, code: "x" })).rejects.toMatchObject(none);
    await expect(rejectAccessRequest(decider(admin), { ...input, note: "x" })).rejects.toMatchObject(none);
  });

  it("to who asked, whichever way they would decide, with the reason", async () => {
    await createPair(owner);
    const both = await createUser(owner, { permissions: ["api_settings.manage", "access_requests.decide"] });
    const { requestId, tokenId } = await submitRequest(app, both);
    const it = { manager: both, admin: both, requestId, tokenId, reference: "" };
    await expect(reject(it)).rejects.toMatchObject({
      code: "own_request",
      message: expect.stringMatching(/your own/),
    });
  });

  it("where the page showed another set than the one submitted, with the reason", async () => {
    const it = await asked();
    const input = { requestId: it.requestId, digest: "0".repeat(64), note: "Not this one." };
    await expect(rejectAccessRequest(decider(it.admin), input)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/not what was submitted/),
    });
    expect(await rowOf(it)).toMatchObject({ status: "pending" });
  });

  it("to who may not decide, whatever they ask", async () => {
    const it = await asked();
    const manager = await createUser(owner, { permissions: ["api_settings.manage"] });
    await expect(reject({ ...it, admin: manager })).rejects.toMatchObject({ code: "permission_missing" });
  });
});

describe("an approval grants nothing to a token", () => {
  const ended = { code: "conflict", message: expect.stringMatching(/has ended/) };

  it("that was revoked or discarded meanwhile", async () => {
    for (const values of [{ revokedAt: new Date() }, { discardedAt: new Date() }]) {
      const it = await asked();
      await alter(it, values);
      await expect(approve(it)).rejects.toMatchObject(ended);
      expect(await rowOf(it)).toMatchObject({ status: "pending" });
    }
  });

  it("that lived and has expired, while one that never lived is as its request says", async () => {
    const live = await rotating();
    await alter(live, { expiresAt: new Date(Date.now() - 1000) });
    await expect(approve(live)).rejects.toMatchObject(ended);
    const draft = await asked();
    await alter(draft, { expiresAt: new Date(Date.now() - 1000) });
    await approve(draft);
    const [token] = await owner.select().from(securityTokens).where(eq(securityTokens.id, draft.tokenId));
    expect(token?.expiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  it("that was changed since it was asked for", async () => {
    const it = await rotating();
    await owner.execute(sql`update security_tokens set version = version + 1 where id = ${it.tokenId}`);
    await expect(approve(it)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/changed/),
    });
    expect(await rowOf(it)).toMatchObject({ status: "pending" });
  });
});

describe("deciding and withdrawing wait", () => {
  const person = ({ id }: TestPerson) => sql`select 1 from users where id = ${id} for no key update`;
  const voided = { status: "voided", decidedAt: new Date() } as const;
  const withdraw = ({ requestId, manager }: Asked) =>
    withdrawAccessRequest(contextOf(app, manager), { requestId });
  const voiding = (it: Asked) => (tx: Executor) =>
    tx.update(accessRequests).set(voided).where(eq(accessRequests.id, it.requestId));
  const lost = { waited: true, outcome: { status: "rejected", reason: { code: "request_not_open" } } };

  it("for a change to who asked that is under way, and then find its outcome", async () => {
    for (const call of [approve, reject, withdraw]) {
      const it = await asked();
      expect(await whileHeld(owner, person(it.manager), () => call(it), voiding(it))).toMatchObject(lost);
    }
  });

  it("for the end of the request that is under way, and then lose to it", async () => {
    for (const call of [approve, reject, withdraw]) {
      const it = await asked();
      const request = sql`select 1 from access_requests where id = ${it.requestId} for no key update`;
      expect(await whileHeld(owner, request, () => call(it), voiding(it))).toMatchObject(lost);
    }
  });

  it("for whoever reads people that the approval changes", async () => {
    const { admin } = await createPair(owner);
    const reader = await createUser(owner, { permissions: ["customers.read"] });
    const context = contextOf<"customers.read">(app, reader, "192.0.2.77");
    const { requestId } = await askForEmergency(context, { reason, minutes: 30 });
    const it = { manager: reader, admin, requestId, tokenId: "", reference: "" };
    const share = sql`select 1 from users where id = ${reader.id} for share`;
    expect(await whileHeld(owner, share, () => approve(it))).toMatchObject({
      waited: true,
      outcome: { status: "fulfilled" },
    });
  });
});

describe("withdrawing", () => {
  it("is the requester's alone, once, on record", async () => {
    const it = await asked();
    const { requestId, manager, admin, tokenId } = it;
    await expect(withdrawAccessRequest(decider(admin), { requestId })).rejects.toMatchObject({
      code: "permission_missing",
      message: expect.stringMatching(/person who asked/),
    });
    await withdrawAccessRequest(contextOf(app, manager, "192.0.2.10"), { requestId });
    expect(await rowOf(it)).toMatchObject({ status: "withdrawn", decidedFrom: "192.0.2.10" });
    expect(await recordsOf(it, "request.withdrawn")).toMatchObject([{ tokenId, actorId: manager.id }]);
    await expect(withdrawAccessRequest(contextOf(app, manager), { requestId })).rejects.toMatchObject({
      code: "request_not_open",
    });
  });
});

describe("a request whose time is over", () => {
  it("lapses once, on record, and its requester is told; others stay", async () => {
    const it = await asked();
    await clock.advance(2 * day);
    const later = await asked();
    await clock.advance(day + 1000);
    expect(await expireRequests(contextOf(app, it.admin), { requestId: later.requestId })).toBe(0);
    expect(await expireRequests(contextOf(app, it.admin))).toBeGreaterThan(0);
    expect(await rowOf(it)).toMatchObject({ status: "expired" });
    expect(await rowOf(later)).toMatchObject({ status: "pending" });
    expect(await recordsOf(it, "request.expired")).toMatchObject([{ tokenId: it.tokenId }]);
    expect((await toldOf(it, it.manager)).bells).toEqual(["request_expired"]);
    expect(await expireRequests(contextOf(app, it.admin))).toBe(0);
    expect(await recordsOf(it, "request.expired")).toHaveLength(1);
  });
});
