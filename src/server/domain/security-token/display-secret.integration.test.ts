import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../../contracts/secret";
import { endSecretsOfRequest } from "../../db/queries/security-tokens";
import {
  accessRequests,
  approvedNetworks,
  auditEvents,
  rolePermissions,
  securityTokens,
  tokenSecrets,
  userRoles,
  users,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram } from "../../test/factories/people";
import {
  approveRequest,
  codeOf,
  createLiveToken,
  createPair,
  digestOf,
  submitRequest,
} from "../../test/factories/requests";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { voidRequestsOf } from "../access-request/void-requests";
import { within } from "../context";
import { confirmSecretSaved, displaySecret } from "./display-secret";
import { getToken } from "./get-token";
import { revokeToken } from "./revoke-token";
import { rotateToken } from "./rotate-token";

const { owner, app, clock } = await testDatabase();
const minute = 60_000;
const day = 24 * 60 * minute;

beforeAll(() => createProgram(owner));

const manages = (person: Parameters<typeof contextOf>[1]) => contextOf<"api_settings.manage">(app, person);

async function approved() {
  const { manager, admin } = await createPair(owner);
  const submitted = await submitRequest(app, manager);
  await approveAccessRequest(contextOf<"access_requests.decide">(app, admin), {
    requestId: submitted.requestId,
    digest: await digestOf(owner, submitted.requestId),
    code: await codeOf(owner, submitted.requestId, admin),
  });
  return { ...submitted, manager, admin };
}

const secretsOf = (tokenId: string) =>
  owner.select().from(tokenSecrets).where(eq(tokenSecrets.tokenId, tokenId));

describe("Display token", () => {
  it("mints a well-formed secret and keeps its hash alone", async () => {
    const { tokenId, manager } = await approved();
    const { secret } = await displaySecret(manages(manager), { tokenId });
    expect(isWellFormedSecret(secret)).toBe(true);
    const [stored] = await secretsOf(tokenId);
    expect(stored?.hash.equals(createHash("sha256").update(secret).digest())).toBe(true);
    const everywhere = await owner.execute(
      "select e::text as row from audit_events e union all select t::text from token_secrets t",
    );
    expect(JSON.stringify([...everywhere])).not.toContain(secret);
  });

  it("is refused before approval, and to anybody but the requester", async () => {
    const { manager } = await createPair(owner);
    const waiting = await submitRequest(app, manager);
    await expect(displaySecret(manages(manager), { tokenId: waiting.tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
    const other = await approved();
    await expect(displaySecret(manages(manager), { tokenId: other.tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
    expect(await secretsOf(other.tokenId)).toHaveLength(0);
  });

  it("again within 15 minutes ends the last secret; each display is on record", async () => {
    const { tokenId, manager } = await approved();
    const first = await displaySecret(manages(manager), { tokenId });
    await clock.advance(14 * minute);
    const second = await displaySecret(manages(manager), { tokenId });
    expect(second.secret).not.toBe(first.secret);
    const rows = await secretsOf(tokenId);
    expect(rows.filter((one) => one.endsAt === null)).toHaveLength(1);
    const records = await owner.select().from(auditEvents).where(eq(auditEvents.tokenId, tokenId));
    expect(records.filter((one) => one.action === "token.displayed")).toHaveLength(2);
    await clock.advance(2 * minute);
    await expect(displaySecret(manages(manager), { tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
    await clock.advance(-16 * minute);
  });

  it("is over once it was saved, or used", async () => {
    const saved = await approved();
    await displaySecret(manages(saved.manager), { tokenId: saved.tokenId });
    await confirmSecretSaved(manages(saved.manager), { tokenId: saved.tokenId });
    await expect(displaySecret(manages(saved.manager), { tokenId: saved.tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
    const used = await approved();
    await displaySecret(manages(used.manager), { tokenId: used.tokenId });
    await owner
      .update(tokenSecrets)
      .set({ firstUsedAt: new Date() })
      .where(eq(tokenSecrets.tokenId, used.tokenId));
    await expect(displaySecret(manages(used.manager), { tokenId: used.tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
  });

  it("is over where the secret is used between the check and the ending of the earlier one", async () => {
    const { tokenId, manager, requestId } = await approved();
    await displaySecret(manages(manager), { tokenId });
    await owner
      .update(tokenSecrets)
      .set({ firstUsedAt: new Date() })
      .where(eq(tokenSecrets.tokenId, tokenId));
    expect(await endSecretsOfRequest(app, requestId)).toBe(false);
    expect((await secretsOf(tokenId)).every((one) => one.endsAt === null)).toBe(true);
  });

  it("must come within 7 days of approval", async () => {
    const { tokenId, manager } = await approved();
    await clock.advance(7 * day + minute);
    await expect(displaySecret(manages(manager), { tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
    await clock.advance(-(7 * day + minute));
  });

  it("clicked twice at once leaves one live secret", async () => {
    const { tokenId, manager } = await approved();
    await Promise.all([
      displaySecret(manages(manager), { tokenId }),
      displaySecret(manages(manager), { tokenId }),
    ]);
    expect((await secretsOf(tokenId)).filter((one) => one.endsAt === null)).toHaveLength(1);
  });

  it("is refused for a revoked token", async () => {
    const { tokenId, manager } = await approved();
    await revokeToken(manages(manager), { tokenId });
    await expect(displaySecret(manages(manager), { tokenId })).rejects.toMatchObject({
      code: "display_not_possible",
    });
  });
});

describe("a requester who loses the role", () => {
  it("voids open requests and undisplayed tokens; live tokens stay", async () => {
    const undisplayed = await approved();
    const waiting = await submitRequest(app, undisplayed.manager);
    const live = await approved();
    await displaySecret(manages(live.manager), { tokenId: live.tokenId });
    for (const person of [undisplayed.manager, live.manager]) {
      await owner.delete(userRoles).where(eq(userRoles.userId, person.id));
    }
    const context = contextOf(app, undisplayed.admin);
    await app.transaction((tx) =>
      voidRequestsOf(within(context, tx), [undisplayed.manager.id, live.manager.id]),
    );
    const ended = async (tokenId: string) =>
      (await owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId)))[0]?.revokedAt != null;
    expect(await ended(undisplayed.tokenId)).toBe(true);
    expect(await ended(live.tokenId)).toBe(false);
    const networks = await owner
      .select()
      .from(approvedNetworks)
      .where(eq(approvedNetworks.tokenId, live.tokenId));
    expect(networks.every((one) => one.revokedAt === null)).toBe(true);
    await expect(
      displaySecret(manages(undisplayed.manager), { tokenId: undisplayed.tokenId }),
    ).rejects.toMatchObject({ code: "permission_missing" });
    const [request] = await owner
      .select()
      .from(accessRequests)
      .where(eq(accessRequests.id, waiting.requestId));
    expect(request?.status).toBe("voided");
  });

  async function rotationApproved() {
    const live = await createLiveToken(owner, app);
    const { tokenId, manager, admin } = live;
    const ask = () =>
      rotateToken(manages(manager), { tokenId, reason: "The till changes.", overlapSeconds: 3600 });
    const { requestId } = await ask();
    await approveRequest(owner, app, requestId, admin);
    const held = await owner.select().from(userRoles).where(eq(userRoles.userId, manager.id));
    const settled = () =>
      app.transaction((tx) => voidRequestsOf(within(contextOf(app, admin), tx), [manager.id]));
    return { ...live, requestId, held, settled, ask };
  }
  type Rotation = Awaited<ReturnType<typeof rotationApproved>>;

  const losses: Record<string, (rotation: Rotation) => Promise<() => Promise<unknown>>> = {
    "whose role is taken and given back": async ({ manager, held }) => {
      await owner.delete(userRoles).where(eq(userRoles.userId, manager.id));
      return () => owner.insert(userRoles).values(held);
    },
    "whose role loses the permission and gets it back": async ({ held }) => {
      const [{ roleId } = { roleId: "" }] = held;
      const lost = await owner.delete(rolePermissions).where(eq(rolePermissions.roleId, roleId)).returning();
      return () => owner.insert(rolePermissions).values(lost);
    },
    "whose account is disabled and enabled": async ({ manager }) => {
      const setting = (status: "active" | "disabled") =>
        owner.update(users).set({ status }).where(eq(users.id, manager.id));
      await setting("disabled");
      return () => setting("active");
    },
  };
  for (const [which, lose] of Object.entries(losses)) {
    it(`voids the undisplayed rotation for good of a requester ${which}; a new one is asked for`, async () => {
      const rotation = await rotationApproved();
      const { tokenId, manager, admin, requestId, settled, ask } = rotation;
      const giveBack = await lose(rotation);
      await settled();
      await giveBack();
      await expect(displaySecret(manages(manager), { tokenId })).rejects.toMatchObject({
        code: "display_not_possible",
        message: expect.stringContaining("lost the right"),
      });
      expect((await secretsOf(tokenId)).filter(({ endsAt }) => endsAt === null)).toHaveLength(1);
      const shown = await getToken(manages(manager), { tokenId });
      expect(shown.grant).toMatchObject({ display: "void", mine: true });
      expect(shown.token.revokedAt).toBeNull();
      const records = await owner
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, "request.voided")));
      expect(records).toMatchObject([{ tokenId, details: { reason: "requester_lost_role" } }]);
      const { requestId: anew } = await ask();
      await approveRequest(owner, app, anew, admin);
      expect(await displaySecret(manages(manager), { tokenId })).toMatchObject({ againMinutes: 15 });
    });
  }

  it("leaves a rotation that was displayed, and one of who goes on asking", async () => {
    const displayed = await rotationApproved();
    await displaySecret(manages(displayed.manager), { tokenId: displayed.tokenId });
    await owner.delete(userRoles).where(eq(userRoles.userId, displayed.manager.id));
    const goesOn = await rotationApproved();
    for (const one of [displayed, goesOn]) await one.settled();
    const grantOf = async ({ tokenId }: Rotation) =>
      (await getToken(manages(goesOn.manager), { tokenId })).grant?.display;
    expect([await grantOf(displayed), await grantOf(goesOn)]).toEqual(["again", "waiting"]);
  });
});
