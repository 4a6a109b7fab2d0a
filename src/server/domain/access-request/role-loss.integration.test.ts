import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { endSessions } from "../../db/queries/sessions";
import { accessRequests, securityTokens, tokenSecrets, userRoles } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { codeOf, createPair, digestOf, submitRequest } from "../../test/factories/requests";
import { isDomainError } from "../errors";
import { discardToken } from "../security-token/discard-token";
import { displaySecret } from "../security-token/display-secret";
import { generateToken } from "../security-token/generate-token";
import { disableUser } from "../user/disable-user";
import { approveAccessRequest, rejectAccessRequest } from "./decide-access-request";
import { submitAccessRequest } from "./submit-access-request";
import { withdrawAccessRequest } from "./withdraw-access-request";

const { owner, app } = await testDatabase();
const rounds = Number(process.env.TEST_ROUNDS ?? 15);
let boss: TestPerson;

beforeAll(async () => {
  await createProgram(owner);
  boss = await createUser(owner, { permissions: ["users.manage", "access_requests.decide"] });
  await createUser(owner, { permissions: ["users.manage", "access_requests.decide"] });
});

const decides = (person: TestPerson) => contextOf<"access_requests.decide">(app, person);
const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const rules = () => contextOf<"users.manage">(app, boss);

async function approvedToken() {
  const { manager, admin } = await createPair(owner);
  const { requestId, tokenId } = await submitRequest(app, manager);
  const digest = await digestOf(owner, requestId);
  await approveAccessRequest(decides(admin), {
    requestId,
    digest,
    code: await codeOf(owner, requestId, admin),
  });
  return { tokenId, manager };
}

/** Holds a person's row and sessions as a reset or a disabling does, until the other call waits for it. */
async function whileLocked(
  change: (db: Parameters<typeof endSessions>[0]) => Promise<unknown>,
  call: () => Promise<unknown>,
  person: TestPerson,
) {
  let waiting: Promise<PromiseSettledResult<unknown>[]> | undefined;
  await owner.transaction(async (tx) => {
    await tx.execute(`select 1 from users where id = '${person.id}' for update`);
    waiting = Promise.allSettled([call()]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await change(tx);
  });
  return (await waiting)?.[0];
}

describe("what a session that ended meanwhile still had under way", () => {
  const ended = (person: TestPerson) => (db: Parameters<typeof endSessions>[0]) =>
    db.execute(`update sessions set ended_at = countersign_now() where user_id = '${person.id}'`);

  it("displays no secret", async () => {
    const { tokenId, manager } = await approvedToken();
    const outcome = await whileLocked(
      ended(manager),
      () => displaySecret(manages(manager), { tokenId }),
      manager,
    );
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "permission_missing" } });
    expect(await owner.$count(tokenSecrets, eq(tokenSecrets.tokenId, tokenId))).toBe(0);
  });

  it("decides nothing", async () => {
    const { manager, admin } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    const input = { requestId, digest: await digestOf(owner, requestId), note: "Not this one." };
    const outcome = await whileLocked(ended(admin), () => rejectAccessRequest(decides(admin), input), admin);
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "permission_missing" } });
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    expect(request?.status).toBe("pending");
  });
});

describe("deciding, withdrawing and submitting beside a disabling", () => {
  it("never fall into each other's locks: each call ends in a listed way", async () => {
    const { manager, admin } = await createPair(owner);
    const held = await owner.select().from(userRoles).where(eq(userRoles.userId, manager.id));
    for (let round = 0; round < rounds; round += 1) {
      const { requestId } = await submitRequest(app, manager);
      const digest = await digestOf(owner, requestId);
      const code = await codeOf(owner, requestId, admin);
      const outcomes = await Promise.allSettled([
        approveAccessRequest(decides(admin), { requestId, digest, code }),
        disableUser(rules(), { userId: manager.id }),
        withdrawAccessRequest(contextOf(app, manager), { requestId }),
        rejectAccessRequest(decides(admin), { requestId, digest, note: "Not this one." }),
      ]);
      for (const one of outcomes) {
        if (one.status === "rejected" && !isDomainError(one.reason)) throw one.reason;
      }
      if (outcomes[1]?.status === "rejected") throw outcomes[1].reason;
      await owner.execute(
        `update users set status = 'active', disabled_at = null where id = '${manager.id}'`,
      );
      await owner.execute(`update sessions set ended_at = null where user_id = '${manager.id}'`);
      await owner.insert(userRoles).values(held).onConflictDoNothing();
    }
  }, 60_000);
});

describe("discarding beside submitting", () => {
  it("leaves either a discarded token without a request, or a request with its token", async () => {
    const { manager } = await createPair(owner);
    const scopes = ["customers:read" as const];
    const expiresAt = new Date(Date.now() + 30 * 86_400_000);
    for (let round = 0; round < rounds; round += 1) {
      const token = await generateToken(manages(manager), { purpose: "Tills", scopes, expiresAt });
      const networks = [{ network: "203.0.113.24", label: "", expiresAt: null }];
      const asked = {
        tokenId: token.id,
        purpose: "Tills",
        scopes,
        expiresAt,
        networks,
        ratePerMinute: 60,
        dailyLimit: 10,
        reason: "Checkout needs it.",
      };
      await Promise.allSettled([
        submitAccessRequest(manages(manager), asked),
        discardToken(manages(manager), { tokenId: token.id }),
      ]);
      const [row] = await owner.select().from(securityTokens).where(eq(securityTokens.id, token.id));
      const requests = await owner.$count(accessRequests, eq(accessRequests.tokenId, token.id));
      expect(requests).toBe(row?.discardedAt ? 0 : 1);
    }
  }, 60_000);
});
