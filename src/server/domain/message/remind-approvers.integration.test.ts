import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  accessRequests,
  approvalCodes,
  auditEvents,
  messages,
  notifications,
  userRoles,
  users,
} from "../../db/schema";
import { renderMail } from "../../email/render-mail";
import { testDatabase } from "../../test/database";
import { belled, jobsContext, messagesOf, textOf, toldBy } from "../../test/factories/messages";
import { contextOf, createProgram, createUser } from "../../test/factories/people";
import { codeOf, createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { withdrawAccessRequest } from "../access-request/withdraw-access-request";
import { choosePreference } from "./choose-preferences";
import { deliverMessage } from "./deliver-message";
import { escalateRequests } from "./escalate-requests";
import { remindApprovers } from "./remind-approvers";
import { resendMessage } from "./resend-message";

const database = await testDatabase();
const jobs = jobsContext(database);
await createProgram(database.owner);
const hour = 3_600_000;
/** A request lives 72 hours here. */
const life = 72 * hour;
const { owner, clock } = database;

beforeEach(async () => {
  await clock.reset();
  await owner.update(users).set({ status: "disabled" });
  await owner
    .update(accessRequests)
    .set({ status: "expired", decidedAt: sql`now()` })
    .where(eq(accessRequests.status, "pending"));
  await owner.delete(messages);
  await owner.delete(notifications);
});

async function submitted() {
  const { manager, admin } = await createPair(owner);
  const other = await createUser(owner, { name: "Priya Natarajan", permissions: ["access_requests.decide"] });
  const administrator = await createUser(owner, { name: "Ingrid Solberg", permissions: ["users.manage"] });
  return { manager, admin, other, administrator, ...(await submitRequest(database.app, manager)) };
}

/** The two runners of two processes, each with more than one sweep at once. */
const remindAtOnce = async () => {
  const done = await Promise.all(Array.from({ length: 4 }, () => remindApprovers(jobs)));
  return done.reduce((sum, one) => sum + one, 0);
};

describe("a request that nobody decides", () => {
  it("is remembered at a quarter of its life, then at a quarter of what remains, three times, each once", async () => {
    const { admin, other, requestId } = await submitted();
    const counts: number[] = [];
    for (const share of [0.24, 0.02, 0.16, 0.03, 0.12, 0.02, 0.3]) {
      await clock.advance(share * life);
      counts.push(await remindAtOnce());
    }
    // At 1/4, 7/16 and 37/64 of its life; never after.
    expect(counts).toEqual([0, 1, 0, 1, 0, 1, 0]);
    expect(await toldBy(owner, "approval_reminder")).toEqual(
      [admin.email, admin.email, admin.email, other.email, other.email, other.email].sort(),
    );
    expect(await belled(owner, "approval_reminder")).toHaveLength(6);
    const records = await owner.select().from(auditEvents).where(eq(auditEvents.accessRequestId, requestId));
    const reminded = records.filter(({ action }) => action === "request.reminded");
    expect(reminded.map(({ details }) => details?.reminder)).toEqual([1, 2, 3]);
    expect(reminded[0]).toMatchObject({ actorKind: "system", tokenId: expect.any(String) });
  });

  it("is remembered once where the server was down over several reminders", async () => {
    await submitted();
    await clock.advance(0.6 * life);
    expect(await remindAtOnce()).toBe(1);
    expect(await remindAtOnce()).toBe(0);
  });

  it("sends the same code again, which still approves", async () => {
    const { admin, requestId } = await submitted();
    await clock.advance(0.26 * life);
    await remindApprovers(jobs);
    const code = await codeOf(owner, requestId, admin);
    const [mail] = await messagesOf(owner, "approval_reminder", eq(messages.recipientId, admin.id));
    expect(mail && (await textOf(jobs, mail))).toContain(`/requests/${requestId}#code=${code}`);
    const decision = { requestId, digest: await digestOf(owner, requestId), code };
    await approveAccessRequest(contextOf<"access_requests.decide">(database.app, admin), decision);
  });

  it("reminds nobody who cannot decide any more, nor in a mailbox that was left", async () => {
    const { admin, other, manager } = await submitted();
    await owner.delete(userRoles).where(eq(userRoles.userId, other.id));
    await owner.update(users).set({ email: "moved@harbour.example" }).where(eq(users.id, admin.id));
    await clock.advance(0.26 * life);
    expect(await remindApprovers(jobs)).toBe(1);
    expect(await toldBy(owner, "approval_reminder")).toEqual([]);
    expect(await belled(owner, "approval_reminder")).not.toContain(manager.id);
  });

  it("reminds by the bell alone whoever turned the e-mail off", async () => {
    const { admin, other } = await submitted();
    await choosePreference(contextOf(database.app, admin), { kind: "approval_reminder", wanted: false });
    await clock.advance(0.26 * life);
    await remindApprovers(jobs);
    expect(await toldBy(owner, "approval_reminder")).toEqual([other.email]);
    expect(await belled(owner, "approval_reminder")).toEqual([admin.id, other.id].sort());
  });

  it("leaves a decided or withdrawn request alone, and a reminder that was on its way unsent", async () => {
    const { admin, other, manager, requestId } = await submitted();
    await clock.advance(0.26 * life);
    await remindApprovers(jobs);
    await withdrawAccessRequest(contextOf(database.app, manager), { requestId });
    await clock.advance(0.5 * life);
    expect(await remindApprovers(jobs)).toBe(0);
    expect(await escalateRequests(jobs)).toBe(0);
    const [mail] = await messagesOf(owner, "approval_reminder", eq(messages.recipientId, admin.id));
    const sent: string[] = [];
    const transport = {
      send: async ({ to }: { to: string }) => {
        sent.push(to);
        return { outcome: "sent" as const, providerId: null };
      },
    };
    const input = { messageId: mail?.id ?? "" };
    expect(await deliverMessage(jobs, input, { render: renderMail, transport })).toBe("failed");
    expect(sent).toEqual([]);
    const [after] = await messagesOf(owner, "approval_reminder", eq(messages.recipientId, admin.id));
    expect(after).toMatchObject({ status: "failed", lastError: "no_longer_needed" });
    const again = resendMessage(contextOf(database.app, other), input);
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a quarter of its life before it lapses", () => {
  it("is told once: to its requester and the Administrators by e-mail, to those asked by the bell", async () => {
    const { manager, admin, other, administrator, requestId } = await submitted();
    await clock.advance(0.74 * life);
    expect(await escalateRequests(jobs)).toBe(0);
    await clock.advance(0.02 * life);
    const done = await Promise.all(Array.from({ length: 4 }, () => escalateRequests(jobs)));
    expect(done.sort()).toEqual([0, 0, 0, 1]);
    expect(await toldBy(owner, "request_escalated")).toEqual([manager.email, administrator.email].sort());
    expect(await belled(owner, "request_escalated")).toEqual(
      [manager.id, administrator.id, admin.id, other.id].sort(),
    );
    const records = await owner.select().from(auditEvents).where(eq(auditEvents.accessRequestId, requestId));
    expect(records.map(({ action }) => action)).toContain("request.escalated");
  });

  it("says who was asked, whose mail failed and what helps, to the requester and to an Administrator", async () => {
    const { manager, admin, administrator, requestId } = await submitted();
    await owner
      .update(messages)
      .set({ status: "failed", lastError: "422 validation_error" })
      .where(eq(messages.recipientId, admin.id));
    await clock.advance(0.76 * life);
    await remindApprovers(jobs);
    await owner
      .update(messages)
      .set({ status: "failed", failedAt: new Date() })
      .where(sql`kind = 'approval_reminder' and recipient_id = ${admin.id}`);
    await escalateRequests(jobs);
    const mails = await messagesOf(owner, "request_escalated");
    const texts = await Promise.all(mails.map((mail) => textOf(jobs, mail)));
    const mine = texts.find((text) => text.includes(`Sent to ${manager.email}`));
    const theirs = texts.find((text) => text.includes(`Sent to ${administrator.email}`));
    expect(mine).toMatch(/Tomás Reyes, asked .*; the last e-mail to them failed/);
    expect(mine).toMatch(/Priya Natarajan, asked [^;]*UTC\n/);
    expect(mine).toContain(`/requests/${requestId}`);
    expect(mine).toMatch(/Reminded:\s+once/);
    expect(theirs).toContain("/users/people");
    expect(theirs).toContain("Make another person Security Admin");
  });

  it("is not told of where its codes are void and its requester left, but to Administrators it is", async () => {
    const { manager, administrator, requestId } = await submitted();
    await owner
      .update(approvalCodes)
      .set({ voidedAt: new Date() })
      .where(eq(approvalCodes.requestId, requestId));
    await owner.update(users).set({ status: "disabled" }).where(eq(users.id, manager.id));
    await clock.advance(0.76 * life);
    await escalateRequests(jobs);
    expect(await toldBy(owner, "request_escalated")).toEqual([administrator.email]);
    expect(await belled(owner, "request_escalated")).toEqual([administrator.id]);
  });
});
