import { and, eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Executor } from "../../db/client";
import {
  accessRequestNetworks,
  accessRequests,
  approvalCodes,
  auditEvents,
  securityTokens,
  userRoles,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createPair, digestOf } from "../../test/factories/requests";
import { whileHeld } from "../../test/while-held";
import { discardToken } from "../security-token/discard-token";
import { generateToken } from "../security-token/generate-token";
import { transact } from "../transact";
import { lockApprovers } from "./lock-approvers";
import { type ChangeSet, sendRequest, sendRequestFor } from "./send-request";
import { submitAccessRequest } from "./submit-access-request";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app, clock } = await testDatabase();
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const day = 86_400_000;
const reason = "The till software is replaced this week.";
const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const rowOf = async (requestId: string) => {
  const [row] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
  if (!row) throw new Error("There is no such request.");
  return row;
};
const recordsOf = (requestId: string, action: string) =>
  owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, action)));

/** A change of the second factors of somebody, asked for by who may ask for it. */
async function changeSet(): Promise<ChangeSet> {
  const subject = await createUser(owner);
  const whom = { userId: subject.id, userName: subject.name, userEmail: subject.email };
  const change = { kind: "factor_reset" as const, ...whom, factors: 1 };
  return { kind: "factor_reset", change, subjectId: subject.id, purpose: `Reset ${subject.name}`, reason };
}
const send = (person: TestPerson, set: ChangeSet) =>
  transact(contextOf<"users.manage">(app, person), async (inside) =>
    sendRequest(inside, set, await lockApprovers(inside, "users.manage")),
  );

it("is refused to who sent sixty within the hour, and goes on after it", async () => {
  const { manager } = await createPair(owner);
  const draft = await draftOf(manager);
  const again = () => submitAccessRequest(manages(manager), draft);
  for (let sent = 0; sent < 60; sent += 1) {
    const { requestId } = await again();
    await withdrawAccessRequest(manages(manager), { requestId });
  }
  await expect(again()).rejects.toMatchObject({ code: "too_many_attempts" });
  await clock.advance(60 * 60_000 + 1000);
  await expect(again()).resolves.toMatchObject({ requestId: expect.any(String) });
});

const draftOf = async (manager: TestPerson) => {
  const scopes = ["customers:read" as const];
  const expiresAt = new Date(Date.now() + 30 * day);
  const { id } = await generateToken(manages(manager), { purpose: "Tills", scopes, expiresAt });
  const networks = [{ network: "203.0.113.24", label: "Till 1", expiresAt: null as Date | null }];
  const set = { purpose: "New tills", scopes, expiresAt, networks, ratePerMinute: 7, dailyLimit: 70, reason };
  return { tokenId: id, ...set };
};

describe("a request that is sent", () => {
  it("is on record with its digest, its networks and scopes, and who was asked", async () => {
    const { manager, admin } = await createPair(owner);
    const draft = await draftOf(manager);
    const { requestId, asked } = await submitAccessRequest(manages(manager), draft);
    expect(asked).toContain(admin.name);
    const [record, ...others] = await recordsOf(requestId, "request.submitted");
    expect(others).toEqual([]);
    const digest = await digestOf(owner, requestId);
    const said = { kind: "new_token", digest, networks: ["203.0.113.24/32"], scopes: ["customers:read"] };
    expect(record).toMatchObject({ tokenId: draft.tokenId, subjectId: null, details: said });
    expect(record?.details?.asked).toContain(admin.id);
    expect(record?.details).not.toHaveProperty("askedBy");
    expect(record?.details).not.toHaveProperty("change");
  });

  it("of another change names it and its subject, and no token", async () => {
    await createPair(owner);
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    const set = await changeSet();
    const { requestId } = await send(boss, set);
    const [record] = await recordsOf(requestId, "request.submitted");
    expect(record).toMatchObject({ tokenId: null, subjectId: set.subjectId });
    expect(record?.details).toMatchObject({ kind: "factor_reset", change: set.purpose });
    expect(record?.details).not.toHaveProperty("networks");
    expect(await owner.$count(accessRequestNetworks, eq(accessRequestNetworks.requestId, requestId))).toBe(0);
    expect(await rowOf(requestId)).toMatchObject({
      change: set.change,
      subjectId: set.subjectId,
      tokenId: null,
    });
  });

  it("is known from where, and by whom, where somebody else lets it go on", async () => {
    const { admin } = await createPair(owner);
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    const asker = { userId: boss.id, from: "198.51.100.9" };
    const context = contextOf(app, await createUser(owner), "192.0.2.1");
    const { requestId } = await sendRequestFor(context, asker, await changeSet(), [admin]);
    expect(await rowOf(requestId)).toMatchObject({ requestedBy: boss.id, requestedFrom: "198.51.100.9" });
    const [record] = await recordsOf(requestId, "request.submitted");
    expect(record).toMatchObject({ actorId: context.actor.userId, details: { askedBy: boss.id } });
    const own = await send(boss, await changeSet());
    expect(await rowOf(own.requestId)).toMatchObject({ requestedBy: boss.id, requestedFrom: "203.0.113.7" });
  });

  it("lapses by the program's days, or after its own minutes, by a job that waits for that moment", async () => {
    await createPair(owner);
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    for (const [set, minutes] of [
      [await changeSet(), 3 * 24 * 60],
      [{ ...(await changeSet()), lapsesAfterMinutes: 90 }, 90],
    ] as const) {
      const { requestId } = await send(boss, set);
      const { createdAt, expiresAt } = await rowOf(requestId);
      expect(Math.round((expiresAt.getTime() - createdAt.getTime()) / 60_000)).toBe(minutes);
      const jobs = await owner.execute<{ at: string; payload: unknown }>(sql`
        select to_json(run_at) #>> '{}' as at, payload from graphile_worker._private_jobs
        where key = ${`expire:${requestId}`}`);
      expect(jobs.map(({ at, payload }) => [new Date(at), payload])).toEqual([[expiresAt, { requestId }]]);
    }
  });

  it("is one for a token and one for a change, and the second is told why not", async () => {
    const { manager } = await createPair(owner);
    const draft = await draftOf(manager);
    await submitAccessRequest(manages(manager), draft);
    const open = (message: RegExp) => ({
      code: "request_open_already",
      message: expect.stringMatching(message),
    });
    await expect(submitAccessRequest(manages(manager), draft)).rejects.toMatchObject(
      open(/for this token is open/),
    );
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    const set = await changeSet();
    await send(boss, set);
    await expect(send(boss, set)).rejects.toMatchObject(open(/for this change is open/));
  });

  it("goes to nobody where nobody else could decide, and says so", async () => {
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    const alone = sendRequest(contextOf(app, boss), await changeSet(), []);
    await expect(alone).rejects.toMatchObject({
      code: "no_other_security_admin",
      message: expect.stringMatching(/Nobody but you/),
    });
  });
});

describe("submitting a token", () => {
  it("keeps with its draft what was asked for, with the program's ceiling where none is named", async () => {
    const { manager } = await createPair(owner);
    for (const [distinctCeiling, kept] of [
      [undefined, 2500],
      [null, null],
      [9, 9],
    ] as const) {
      const draft = await draftOf(manager);
      const { requestId } = await submitAccessRequest(manages(manager), { ...draft, distinctCeiling });
      const limits = { purpose: "New tills", ratePerMinute: 7, dailyLimit: 70, distinctCeiling: kept };
      expect(await rowOf(requestId)).toMatchObject({
        ...limits,
        kind: "new_token",
        overlapSeconds: 0,
        reason,
      });
      const [token] = await owner.select().from(securityTokens).where(eq(securityTokens.id, draft.tokenId));
      expect(token).toMatchObject({ ...limits, expiresAt: draft.expiresAt });
    }
  });

  it("is for one's own draft alone", async () => {
    const { manager, admin } = await createPair(owner);
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const not = { code: "token_not_draft", message: expect.stringMatching(/that you generated/) };
    const draft = await draftOf(manager);
    await expect(submitAccessRequest(manages(other), draft)).rejects.toMatchObject(not);
    const unknown = { ...draft, tokenId: "99999999-9999-4999-8999-999999999999" };
    await expect(submitAccessRequest(manages(manager), unknown)).rejects.toMatchObject(not);
    const given = await draftOf(manager);
    await discardToken(manages(manager), { tokenId: given.tokenId });
    await expect(submitAccessRequest(manages(manager), given)).rejects.toMatchObject(not);
    const { requestId } = await submitAccessRequest(manages(manager), draft);
    await approveRequest(owner, app, requestId, admin);
    await expect(submitAccessRequest(manages(manager), draft)).rejects.toMatchObject(not);
  });

  it("refuses a token or a network that would be over already", async () => {
    const { manager } = await createPair(owner);
    const draft = await draftOf(manager);
    const past = new Date(Date.now() - 60_000);
    const fault = (field: string) => ({ code: "invalid_input", details: { field } });
    const over = submitAccessRequest(manages(manager), { ...draft, expiresAt: past });
    await expect(over).rejects.toMatchObject(fault("expiresAt"));
    const networks = draft.networks.map((one) => ({ ...one, expiresAt: past }));
    const closed = submitAccessRequest(manages(manager), { ...draft, networks });
    const said = { message: "203.0.113.24/32 would have expired already. Choose a later day." };
    await expect(closed).rejects.toMatchObject({ ...fault("networks"), ...said });
    const own = new Date(Date.now() + day);
    const ahead = draft.networks.map((one) => ({ ...one, expiresAt: own }));
    const { requestId } = await submitAccessRequest(manages(manager), { ...draft, networks: ahead });
    const kept = eq(accessRequestNetworks.requestId, requestId);
    const label = "Till 1";
    expect(await owner.select().from(accessRequestNetworks).where(kept)).toMatchObject([
      { label, expiresAt: own },
    ]);
    const wide = [{ network: "198.51.0.0/16", label: "", expiresAt: null }];
    const range = submitAccessRequest(manages(manager), { ...(await draftOf(manager)), networks: wide });
    await expect(range).rejects.toMatchObject(fault("networks"));
  });

  it("answers no wish for an address that nobody has, nor one that was answered", async () => {
    const { manager } = await createPair(owner);
    const askId = "99999999-9999-4999-8999-999999999999";
    const sent = submitAccessRequest(manages(manager), { ...(await draftOf(manager)), askId });
    await expect(sent).rejects.toMatchObject({ code: "conflict" });
  });

  it("keeps to the installation's own networks (rule 7)", async () => {
    const { manager } = await createPair(owner);
    const context = manages(manager);
    const settings = { ...context.settings, unrequestableNetworks: ["203.0.113.0/24"] };
    const asked = submitAccessRequest({ ...context, settings }, await draftOf(manager));
    await expect(asked).rejects.toMatchObject({ code: "invalid_input", details: { field: "networks" } });
  });
});

describe("who is asked", () => {
  const askedWhile = async (held: TestPerson, meanwhile: (tx: Executor) => Promise<unknown>) => {
    const boss = await createUser(owner, { permissions: ["users.manage"] });
    const set = await changeSet();
    const locks = sql`select 1 from users where id = ${held.id} for update`;
    const { waited, outcome } = await whileHeld(owner, locks, () => send(boss, set), meanwhile);
    if (!waited || outcome.status === "rejected") throw new Error("It was not sent after it waited.");
    const of = eq(approvalCodes.requestId, outcome.value.requestId);
    return (await owner.select().from(approvalCodes).where(of)).map(({ approverId }) => approverId);
  };

  it("are those who may decide when it is sent: not who lost that meanwhile, nor who came after the locks", async () => {
    const { admin } = await createPair(owner);
    const leaving = await createUser(owner, { permissions: ["access_requests.decide"] });
    let late: TestPerson | undefined;
    const asked = await askedWhile(leaving, async (tx) => {
      await tx.delete(userRoles).where(eq(userRoles.userId, leaving.id));
      late = await createUser(tx as typeof owner, { permissions: ["access_requests.decide"] });
    });
    expect(asked).toContain(admin.id);
    expect(asked).not.toContain(leaving.id);
    expect(late && asked.includes(late.id)).toBe(false);
  });
});
