import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { accessRequests, auditEvents, notifications, securityTokens, userRoles } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, createPair, submitRequest } from "../../test/factories/requests";
import { isApprovedIp } from "../access/require-approved-ip";
import { askForEmergency } from "../emergency-access/ask-for-emergency";
import { revokeToken } from "../security-token/revoke-token";
import { rotateToken } from "../security-token/rotate-token";
import { transact } from "../transact";
import { lockApprovers } from "./lock-approvers";
import { sendRequest } from "./send-request";
import { voidRequestsAbout, voidRequestsOf } from "./void-requests";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app } = await testDatabase();
let boss: TestPerson;
beforeAll(async () => {
  await createProgram(owner);
  boss = await createUser(owner, { permissions: ["users.manage"] });
});

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
const bellsOf = async (requestId: string, { id }: TestPerson) => {
  const about = and(eq(notifications.accessRequestId, requestId), eq(notifications.userId, id));
  return (await owner.select().from(notifications).where(about)).map(({ kind }) => kind);
};

describe("requests that can come to nothing any more", () => {
  it("are voided with who may ask no longer, on record, and told; others' stay", async () => {
    const { manager } = await createPair(owner);
    const kept = await submitRequest(app, (await createPair(owner)).manager);
    const gone = await submitRequest(app, manager);
    await owner.delete(userRoles).where(eq(userRoles.userId, manager.id));
    await transact(contextOf(app, boss), (inside) => voidRequestsOf(inside, [manager.id]));
    expect([(await rowOf(gone.requestId)).status, (await rowOf(kept.requestId)).status]).toEqual([
      "voided",
      "pending",
    ]);
    expect(await recordsOf(gone.requestId, "request.voided")).toMatchObject([
      { tokenId: gone.tokenId, details: { reason: "requester_lost_role" } },
    ]);
    expect(await bellsOf(gone.requestId, manager)).toEqual(["request_voided"]);
  });

  it("go on where their requester still may ask for them", async () => {
    const { manager } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    await transact(contextOf(app, boss), (inside) => voidRequestsOf(inside, [manager.id]));
    expect((await rowOf(requestId)).status).toBe("pending");
  });

  it("take with them a token that nobody displayed and what is open for it, not one that is in use", async () => {
    const { manager, admin } = await createPair(owner);
    const waiting = await submitRequest(app, manager);
    await approveRequest(owner, app, waiting.requestId, admin);
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const rotation = await rotateToken(manages(other), {
      tokenId: waiting.tokenId,
      reason,
      overlapSeconds: 0,
    });
    const live = await createLiveToken(owner, app);
    for (const { id } of [manager, live.manager])
      await owner.delete(userRoles).where(eq(userRoles.userId, id));
    await transact(contextOf(app, admin), (inside) => voidRequestsOf(inside, [manager.id, live.manager.id]));
    const revoked = and(eq(auditEvents.tokenId, waiting.tokenId), eq(auditEvents.action, "token.revoked"));
    expect(await owner.select().from(auditEvents).where(revoked)).toMatchObject([
      { details: { reason: "requester_lost_role" } },
    ]);
    expect(await recordsOf(rotation.requestId, "request.voided")).toMatchObject([
      { details: { reason: "token_ended" } },
    ]);
    const [stays] = await owner.select().from(securityTokens).where(eq(securityTokens.id, live.tokenId));
    expect(stays?.revokedAt).toBeNull();
  });

  it("are voided with their token, and about a person for the reason given", async () => {
    const { manager, tokenId } = await createLiveToken(owner, app);
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 0 });
    await revokeToken(manages(manager), { tokenId });
    expect(await recordsOf(requestId, "request.voided")).toMatchObject([
      { details: { reason: "token_ended" } },
    ]);
    const subject = await createUser(owner);
    const whom = { userId: subject.id, userName: subject.name, userEmail: subject.email };
    const change = { kind: "factor_reset" as const, ...whom, factors: 1 };
    const set = { kind: change.kind, change, subjectId: subject.id, purpose: "Reset the factors", reason };
    const sent = await transact(contextOf<"users.manage">(app, boss), async (inside) =>
      sendRequest(inside, set, await lockApprovers(inside, "users.manage")),
    );
    const about = (kind: "factor_reset" | "user_roles") =>
      transact(contextOf(app, boss), (inside) =>
        voidRequestsAbout(inside, subject.id, [kind], "person_disabled"),
      );
    await about("user_roles");
    expect((await rowOf(sent.requestId)).status).toBe("pending");
    await about("factor_reset");
    expect(await recordsOf(sent.requestId, "request.voided")).toMatchObject([
      { details: { reason: "person_disabled" } },
    ]);
  });

  it("were closed already where their requester withdrew them", async () => {
    const { manager } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    await withdrawAccessRequest(contextOf(app, manager), { requestId });
    await owner.delete(userRoles).where(eq(userRoles.userId, manager.id));
    await transact(contextOf(app, boss), (inside) => voidRequestsOf(inside, [manager.id]));
    expect((await rowOf(requestId)).status).toBe("withdrawn");
  });

  it("leave an undisplayed token to who may go on asking for tokens, whatever else they lost", async () => {
    const { manager, admin } = await createPair(owner);
    const { tokenId, requestId } = await submitRequest(app, manager);
    await approveRequest(owner, app, requestId, admin);
    await transact(contextOf(app, boss), (inside) => voidRequestsOf(inside, [manager.id]));
    const [token] = await owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId));
    expect(token?.revokedAt).toBeNull();
  });

  it("take with them the emergency access of who may read customers no longer", async () => {
    const { admin } = await createPair(owner);
    const reader = await createUser(owner, { permissions: ["customers.read"] });
    const context = contextOf<"customers.read">(app, reader, "192.0.2.77");
    const { requestId } = await askForEmergency(context, { reason, minutes: 30 });
    await approveRequest(owner, app, requestId, admin);
    expect(await isApprovedIp(context)).toBe(true);
    await transact(contextOf(app, boss), (inside) => voidRequestsOf(inside, [reader.id]));
    expect(await isApprovedIp(context)).toBe(true);
    await owner.delete(userRoles).where(eq(userRoles.userId, reader.id));
    await transact(contextOf(app, boss), (inside) => voidRequestsOf(inside, [reader.id]));
    expect(await isApprovedIp(context)).toBe(false);
  });
});
