import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { approvalCodes, auditEvents, messages, notifications } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { codeOf, createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { createKeyRing } from "../keys";
import { approveAccessRequest, rejectAccessRequest } from "./decide-access-request";
import { resendCode } from "./resend-code";

const { owner, app, clock } = await testDatabase();
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const decider = (person: TestPerson) => contextOf<"access_requests.decide">(app, person);
const otherRing = createKeyRing([{ id: "k2", key: Buffer.alloc(32, 2) }]);

async function asked() {
  const pair = await createPair(owner);
  const sent = await submitRequest(app, pair.manager);
  const code = await codeOf(owner, sent.requestId, pair.admin);
  return { ...pair, ...sent, code, digest: await digestOf(owner, sent.requestId) };
}
type Asked = Awaited<ReturnType<typeof asked>>;

const mine = ({ requestId, admin }: Asked) =>
  and(eq(approvalCodes.requestId, requestId), eq(approvalCodes.approverId, admin.id));
const rowOf = async (it: Asked) => (await owner.select().from(approvalCodes).where(mine(it)))[0];
const recordsOf = ({ requestId }: Asked, action: string) =>
  owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, action)));
const mailsTo = async ({ requestId }: Asked, person: TestPerson) => {
  const to = and(eq(messages.accessRequestId, requestId), eq(messages.recipientId, person.id));
  const rows = await owner.select().from(messages).where(to).orderBy(messages.createdAt);
  return rows.map(({ kind, mailbox, idempotencyKey }) => ({ kind, mailbox, idempotencyKey }));
};
const mail = ({ requestId }: Asked, person: TestPerson, issue: number, send: number) => ({
  kind: "approval_requested",
  mailbox: person.email,
  idempotencyKey: `approval/${requestId}/${person.id}/${issue}/${send}`,
});
const approve = ({ requestId, digest, admin }: Asked, code: string, context = decider(admin)) =>
  approveAccessRequest(context, { requestId, digest, code });

describe("asking", () => {
  it("gives each approver a code of their own for their mailbox, a mail, and a notification without it", async () => {
    const it = await asked();
    const { requestId, admin } = it;
    expect(await rowOf(it)).toMatchObject({
      mailbox: admin.email,
      keyId: "k1",
      issue: 1,
      sends: 1,
      wrongAttempts: 0,
    });
    expect(await mailsTo(it, admin)).toEqual([mail(it, admin, 1, 1)]);
    const bell = and(eq(notifications.userId, admin.id), eq(notifications.accessRequestId, requestId));
    const bells = await owner.select().from(notifications).where(bell);
    expect(bells).toMatchObject([{ kind: "approval_requested" }]);
    expect(JSON.stringify(bells)).not.toContain(it.code);
  });
});

describe("a code that is valid no more", () => {
  const noCode = { code: "code_expired", message: expect.stringMatching(/no valid code/) };

  it("is refused where it was voided, where the mailbox is another now, and where there never was one", async () => {
    const it = await asked();
    const moved = { ...it.admin, email: "elsewhere@harbour.example" };
    await expect(approve(it, it.code, decider(moved))).rejects.toMatchObject(noCode);
    await owner.update(approvalCodes).set({ voidedAt: new Date() }).where(mine(it));
    await expect(approve(it, it.code)).rejects.toMatchObject(noCode);
    const late = await createUser(owner, { permissions: ["access_requests.decide"] });
    await expect(approve(it, it.code, decider(late))).rejects.toMatchObject(noCode);
    expect(await rowOf(it)).toMatchObject({ wrongAttempts: 0 });
  });

  it("is refused where its key has left the ring", async () => {
    const it = await asked();
    const context = { ...decider(it.admin), keys: otherRing };
    await expect(approve(it, it.code, context)).rejects.toMatchObject({
      code: "code_expired",
      message: expect.stringMatching(/retired/),
    });
  });
});

describe("a wrong code", () => {
  const wrong = "0000000000";
  const says = (message: string, attempts_left: number, renewed: boolean) => ({
    code: "code_wrong",
    message,
    details: { attempts_left, renewed },
  });

  it("says what is left, is on record, and its fifth makes and mails a new code", async () => {
    const it = await asked();
    for (const left of [4, 3, 2]) {
      const message = `That code is wrong. ${left} attempts are left before a new one is sent.`;
      await expect(approve(it, wrong)).rejects.toMatchObject(says(message, left, false));
    }
    const last = "That code is wrong. One attempt is left before a new one is sent.";
    await expect(approve(it, wrong)).rejects.toMatchObject(says(last, 1, false));
    expect(await rowOf(it)).toMatchObject({ issue: 1, wrongAttempts: 4 });
    const over =
      "That code is wrong, for the fifth time. It no longer works; a new one is on its way to your mailbox.";
    await expect(approve(it, wrong)).rejects.toMatchObject(says(over, 0, true));
    expect(await rowOf(it)).toMatchObject({ issue: 2, sends: 1, wrongAttempts: 0 });
    expect(await mailsTo(it, it.admin)).toEqual([mail(it, it.admin, 1, 1), mail(it, it.admin, 2, 1)]);
    const refused = await recordsOf(it, "request.decision_refused");
    expect(refused).toHaveLength(5);
    const about = { tokenId: it.tokenId, actorId: it.admin.id };
    expect(refused[0]).toMatchObject({ ...about, outcome: "refused", rule: "code_wrong" });
    expect(await recordsOf(it, "code.renewed")).toMatchObject([about]);
  });
});

describe("having a code sent again", () => {
  it("mails the same one again, on record, and says to which mailbox", async () => {
    const it = await asked();
    const { requestId, admin, tokenId } = it;
    await clock.advance(61_000);
    expect(await resendCode(decider(admin), { requestId })).toEqual({ mailbox: admin.email });
    expect(await mailsTo(it, admin)).toEqual([mail(it, admin, 1, 1), mail(it, admin, 1, 2)]);
    expect(await codeOf(owner, requestId, admin)).toBe(it.code);
    expect(await recordsOf(it, "code.resent")).toMatchObject([{ tokenId, actorId: admin.id }]);
    await expect(resendCode(decider(admin), { requestId })).rejects.toMatchObject({
      code: "too_many_attempts",
      message: expect.stringMatching(/less than a minute/),
      details: { retry_after_seconds: 60 },
    });
  });

  it("makes a first one for who was not asked", async () => {
    const it = await asked();
    const late = await createUser(owner, { permissions: ["access_requests.decide"] });
    await resendCode(decider(late), { requestId: it.requestId });
    expect(await mailsTo(it, late)).toEqual([mail(it, late, 1, 1)]);
  });

  it("makes a new one where theirs was voided, went to another mailbox, or its key was retired", async () => {
    for (const change of ["voided", "mailbox", "key"]) {
      const it = await asked();
      const { admin, requestId } = it;
      await clock.advance(61_000);
      const person = change === "mailbox" ? { ...admin, email: `new.${admin.email}` } : admin;
      if (change === "voided")
        await owner.update(approvalCodes).set({ voidedAt: new Date() }).where(mine(it));
      const keys = change === "key" ? otherRing : decider(admin).keys;
      expect(await resendCode({ ...decider(person), keys }, { requestId })).toEqual({
        mailbox: person.email,
      });
      const keyId = change === "key" ? "k2" : "k1";
      expect(await rowOf(it)).toMatchObject({ issue: 2, voidedAt: null, mailbox: person.email, keyId });
      expect(await mailsTo(it, admin)).toEqual([mail(it, admin, 1, 1), mail(it, person, 2, 1)]);
    }
  });

  it("is refused to the requester, to who may not decide, and once the request is closed", async () => {
    const it = await asked();
    const { requestId, digest, admin, manager } = it;
    const both = { ...decider(manager), keys: otherRing };
    await expect(resendCode(both, { requestId })).rejects.toMatchObject({ code: "permission_missing" });
    const requester = await createUser(owner, {
      permissions: ["api_settings.manage", "access_requests.decide"],
    });
    const own = await submitRequest(app, requester);
    await expect(resendCode(decider(requester), { requestId: own.requestId })).rejects.toMatchObject({
      code: "own_request",
      message: expect.stringMatching(/your own/),
    });
    await rejectAccessRequest(decider(admin), { requestId, digest, note: "Not this one." });
    await clock.advance(61_000);
    await expect(resendCode(decider(admin), { requestId })).rejects.toMatchObject({
      code: "request_not_open",
    });
  });
});
