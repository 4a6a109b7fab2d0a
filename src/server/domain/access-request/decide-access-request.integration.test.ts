import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  accessRequests,
  approvedNetworks,
  auditEvents,
  messages,
  notifications,
  securityTokens,
  userRoles,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser } from "../../test/factories/people";
import { codeOf, createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { long } from "../../test/long";
import { approveAccessRequest, rejectAccessRequest } from "./decide-access-request";
import { resendCode } from "./resend-code";
import { withdrawAccessRequest } from "./withdraw-access-request";

const database = await testDatabase();
const { owner, app } = database;

afterEach(() => database.clock.reset());
beforeAll(() => createProgram(owner));

type Decider = ReturnType<typeof contextOf<"access_requests.decide">>;
const decider = (person: Parameters<typeof contextOf>[1]): Decider =>
  contextOf<"access_requests.decide">(app, person);

async function stateOf(requestId: string) {
  const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
  if (!request) throw new Error("no such request");
  const networks = await owner
    .select()
    .from(approvedNetworks)
    .where(eq(approvedNetworks.requestId, requestId));
  const decisions = await owner
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.accessRequestId, requestId))
    .then((all) => all.filter((one) => /^request\.(approved|rejected|withdrawn)$/.test(one.action)));
  return { request, networks, decisions };
}

async function ready(pair?: Awaited<ReturnType<typeof createPair>>) {
  const { manager, admin } = pair ?? (await createPair(owner));
  const submitted = await submitRequest(app, manager, { networks: ["203.0.113.24", "2001:db8:12::7"] });
  const digest = await digestOf(owner, submitted.requestId);
  const code = await codeOf(owner, submitted.requestId, admin);
  return { manager, admin, ...submitted, digest, code };
}

describe("approving", () => {
  it("grants what was signed, in one transaction with its record, message and notification", async () => {
    const { requestId, tokenId, digest, code, admin, manager } = await ready();
    await approveAccessRequest(decider(admin), { requestId, digest, code });
    const { request, networks, decisions } = await stateOf(requestId);
    expect(request.status).toBe("approved");
    expect(request.decidedBy).toBe(admin.id);
    expect(networks.map((one) => one.network).sort()).toEqual(["2001:db8:12::7/128", "203.0.113.24/32"]);
    expect(decisions).toHaveLength(1);
    const [token] = await owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId));
    expect(token?.approvedAt).not.toBeNull();
    const told = await owner
      .select()
      .from(messages)
      .where(eq(messages.idempotencyKey, `request_approved/${requestId}/${manager.id}`));
    expect(told.map((one) => one.recipientId)).toEqual([manager.id]);
    const bell = await owner
      .select()
      .from(notifications)
      .where(and(eq(notifications.accessRequestId, requestId), eq(notifications.userId, manager.id)));
    expect(bell.map((one) => one.kind)).toEqual(["request_approved"]);
  });

  it("takes the code in any way it is typed", async () => {
    const { requestId, digest, code, admin } = await ready();
    const typed = ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `;
    await approveAccessRequest(decider(admin), { requestId, digest, code: typed });
    expect((await stateOf(requestId)).request.status).toBe("approved");
  });

  it("refuses one's own request, even to a person who holds both roles", async () => {
    const both = await createUser(owner, { permissions: ["api_settings.manage", "access_requests.decide"] });
    await createPair(owner);
    const { requestId } = await submitRequest(app, both);
    const digest = await digestOf(owner, requestId);
    await expect(
      rejectAccessRequest(decider(both), { requestId, digest, note: "no thanks" }),
    ).rejects.toMatchObject({ code: "own_request" });
    await expect(
      approveAccessRequest(decider(both), { requestId, digest, code: "0000000000" }),
    ).rejects.toMatchObject({ code: "own_request" });
    expect((await stateOf(requestId)).request.status).toBe("pending");
  });

  it("refuses another approver's code, and one of another request", async () => {
    const { requestId, digest, code } = await ready();
    const other = await ready();
    await expect(
      approveAccessRequest(decider(other.admin), { requestId, digest, code }),
    ).rejects.toMatchObject({ code: "code_expired" });
    await expect(
      approveAccessRequest(decider(other.admin), { requestId: other.requestId, digest: other.digest, code }),
    ).rejects.toMatchObject({ code: "code_wrong" });
  });

  it("counts wrong codes; the fifth makes the right one worthless and mails another", async () => {
    const { requestId, digest, code, admin } = await ready();
    for (const left of [4, 3, 2, 1]) {
      await expect(
        approveAccessRequest(decider(admin), { requestId, digest, code: "0000000000" }),
      ).rejects.toMatchObject({
        code: "code_wrong",
        details: { attempts_left: left },
      });
    }
    await expect(
      approveAccessRequest(decider(admin), { requestId, digest, code: "0000000000" }),
    ).rejects.toMatchObject({ details: { renewed: true } });
    await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
      code: "too_many_attempts",
    });
    await database.clock.advance(600_000);
    await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
      code: "code_wrong",
    });
    await database.clock.advance(600_000);
    const mailed = await owner
      .select()
      .from(messages)
      .where(and(eq(messages.accessRequestId, requestId), eq(messages.recipientId, admin.id)));
    expect(mailed).toHaveLength(2);
    await approveAccessRequest(decider(admin), {
      requestId,
      digest,
      code: await codeOf(owner, requestId, admin),
    });
    expect((await stateOf(requestId)).request.status).toBe("approved");
  });

  it("refuses a digest that is not the one submitted", async () => {
    const { requestId, code, admin } = await ready();
    const digest = "0".repeat(64);
    await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await stateOf(requestId)).networks).toHaveLength(0);
  });

  it("refuses what was altered behind its back", async () => {
    const { requestId, digest, code, admin } = await ready();
    await owner.update(accessRequests).set({ dailyLimit: 1_000_000 }).where(eq(accessRequests.id, requestId));
    await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("reads the approver's permission at the moment of the decision", async () => {
    const { requestId, digest, code, admin } = await ready();
    await owner.delete(userRoles).where(eq(userRoles.userId, admin.id));
    await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
      code: "permission_missing",
    });
  });

  it("refuses a request whose time is over, by the database's clock", async () => {
    const { requestId, digest, code, admin } = await ready();
    await database.clock.advance(3 * 86_400_000 + 1000);
    try {
      await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
        code: "request_not_open",
        details: { status: "expired" },
      });
    } finally {
      await database.clock.advance(-(3 * 86_400_000 + 1000));
    }
  });

  it("tells who decided and when, once it is decided", async () => {
    const { requestId, digest, code, admin } = await ready();
    await rejectAccessRequest(decider(admin), {
      requestId,
      digest,
      note: "Too wide, ask for the tills alone.",
    });
    await expect(approveAccessRequest(decider(admin), { requestId, digest, code })).rejects.toMatchObject({
      code: "request_not_open",
      details: { status: "rejected", decided_by: "Tomás Reyes" },
    });
  });
});

describe("resending a code", () => {
  it("sends the same code under a new key, at most once a minute", async () => {
    const { requestId, code, admin } = await ready();
    await expect(resendCode(decider(admin), { requestId })).rejects.toMatchObject({
      code: "too_many_attempts",
    });
    await database.clock.advance(61_000);
    await resendCode(decider(admin), { requestId });
    expect(await codeOf(owner, requestId, admin)).toBe(code);
    const mailed = await owner
      .select({ key: messages.idempotencyKey })
      .from(messages)
      .where(and(eq(messages.accessRequestId, requestId), eq(messages.recipientId, admin.id)));
    expect(new Set(mailed.map((one) => one.key)).size).toBe(2);
  });

  it("gives a first code to a Security Admin who joined later", async () => {
    const { requestId, digest } = await ready();
    const late = await createUser(owner, { permissions: ["access_requests.decide"] });
    await resendCode(decider(late), { requestId });
    await approveAccessRequest(decider(late), {
      requestId,
      digest,
      code: await codeOf(owner, requestId, late),
    });
    expect((await stateOf(requestId)).request.decidedBy).toBe(late.id);
  });
});

describe("a race of fifty", () => {
  const rounds = long ? 200 : Number(process.env.TEST_ROUNDS ?? 20);

  it(`approve, reject and withdraw at once, ${rounds} times: one decision each`, async () => {
    let pair = await createPair(owner);
    for (let round = 0; round < rounds; round += 1) {
      // Nobody asks more than 60 times an hour.
      if (round % 50 === 49) pair = await createPair(owner);
      const { requestId, digest, code, admin, manager } = await ready(pair);
      const calls = Array.from({ length: 50 }, (_, call) => {
        if (call % 3 === 0) return approveAccessRequest(decider(admin), { requestId, digest, code });
        if (call % 3 === 1)
          return rejectAccessRequest(decider(admin), { requestId, digest, note: "Not this one." });
        return withdrawAccessRequest(contextOf(app, manager), { requestId });
      });
      const outcomes = await Promise.allSettled(calls);
      const lost = outcomes.filter((one) => one.status === "rejected");
      expect(outcomes.length - lost.length).toBe(1);
      for (const one of lost) expect(one.reason).toMatchObject({ code: "request_not_open" });
      const { request, networks, decisions } = await stateOf(requestId);
      expect(decisions.map((one) => one.action)).toEqual([`request.${request.status}`]);
      expect(networks).toHaveLength(request.status === "approved" ? 2 : 0);
    }
  }, 300_000);
});
