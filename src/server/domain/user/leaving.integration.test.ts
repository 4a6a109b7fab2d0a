import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { accessRequests, oneTimeLinks, securityTokens } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { approveAs } from "../../test/factories/changes";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { createLiveToken, submitRequest } from "../../test/factories/requests";
import { getToken } from "../security-token/get-token";
import { rotateToken } from "../security-token/rotate-token";
import { disableUser } from "./disable-user";
import { inviteUser } from "./invite-user";
import { listUsers } from "./list-users";
import { resendInvitation } from "./resend-invitation";
import { showLeaving } from "./show-leaving";

const databases = await testDatabase();
const { owner, app, clock } = databases;
let ingrid: TestPerson;
const rules = () => contextOf<"users.manage">(app, ingrid);

beforeAll(async () => {
  await createProgram(owner);
  ingrid = await createUser(owner, { permissions: ["users.manage"] });
});

describe("a person who leaves", () => {
  it("is shown with what ends and what stays, and it comes so", async () => {
    const live = await createLiveToken(owner, app, { networks: ["203.0.113.24"] });
    const { manager, admin } = live;
    const undisplayed = await submitRequest(app, manager);
    await approveAs(databases, admin, undisplayed.requestId);
    const open = await submitRequest(app, manager);
    const leaving = await showLeaving(rules(), { userId: manager.id });
    expect(leaving).toMatchObject({
      openRequests: [{ id: open.requestId }],
      undisplayed: [{ reference: undisplayed.reference }],
      live: [{ reference: live.reference }],
      securityRoles: [expect.any(String)],
      sessions: 1,
    });
    expect(await showLeaving(rules(), { userId: admin.id })).toMatchObject({ codes: 1, live: [] });
    await disableUser(rules(), { userId: manager.id });
    const requestNow = await owner.select().from(accessRequests).where(eq(accessRequests.id, open.requestId));
    expect(requestNow[0]?.status).toBe("voided");
    const revoked = async (id: string) =>
      (await owner.select().from(securityTokens).where(eq(securityTokens.id, id)))[0]?.revokedAt;
    expect(await revoked(undisplayed.tokenId)).not.toBeNull();
    expect(await revoked(live.tokenId)).toBeNull();
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const { token } = await getToken(contextOf<"api_settings.manage">(app, other), { tokenId: live.tokenId });
    expect(token.ownerLeft).toBe(true);
    expect(await showLeaving(rules(), { userId: manager.id })).toMatchObject({
      sessions: 0,
      openRequests: [],
    });
  });
});

describe("a token without a secret", () => {
  it("goes on where a colleague's rotation was approved, and its open requests end where it ends", async () => {
    const admin = await createUser(owner, { permissions: ["access_requests.decide"] });
    const rotated = await submitRequest(
      app,
      await createUser(owner, { permissions: ["api_settings.manage"] }),
    );
    const manager = await createUser(owner, { permissions: ["api_settings.manage"] });
    const asks = contextOf<"api_settings.manage">(app, manager);
    const asked = { reason: "Its secret was never displayed.", overlapSeconds: 0 };
    await approveAs(databases, admin, rotated.requestId);
    const { requestId } = await rotateToken(asks, { ...asked, tokenId: rotated.tokenId });
    await approveAs(databases, admin, requestId);
    const [first] = await owner.select().from(accessRequests).where(eq(accessRequests.id, rotated.requestId));
    await disableUser(rules(), { userId: first?.requestedBy ?? "" });
    const standing = async () =>
      (await owner.select().from(securityTokens).where(eq(securityTokens.id, rotated.tokenId)))[0]?.revokedAt;
    expect(await standing()).toBeNull();

    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const open = await rotateToken(contextOf<"api_settings.manage">(app, other), {
      ...asked,
      tokenId: rotated.tokenId,
    });
    await disableUser(rules(), { userId: manager.id });
    expect(await standing()).not.toBeNull();
    const [voided] = await owner.select().from(accessRequests).where(eq(accessRequests.id, open.requestId));
    expect(voided?.status).toBe("voided");
  });
});

describe("an invitation in the list", () => {
  const listed = async (email: string) =>
    (await listUsers(contextOf<"users.view">(app, ingrid), { search: email, page: 1, pageSize: 5 })).users[0]
      ?.invitation;

  it("says when it was sent and until when it works, and that it lapsed", async () => {
    const email = "lena.new@harbour.example";
    const { userId } = await inviteUser(rules(), { name: "Lena", email, roleIds: [] });
    const first = await listed(email);
    const days = (new Date(first?.endsAt ?? 0).getTime() - new Date(first?.sentAt ?? 0).getTime()) / day;
    expect(first?.open).toBe(true);
    expect(days).toBeCloseTo(7);
    await clock.advance(7 * day + 1000);
    expect(await listed(email)).toMatchObject({ open: false, endsAt: first?.endsAt });
    await resendInvitation(rules(), { userId });
    const again = await listed(email);
    expect(again?.open).toBe(true);
    expect(again?.endsAt).not.toBe(first?.endsAt);
    const of = and(eq(oneTimeLinks.userId, userId), eq(oneTimeLinks.purpose, "invitation"));
    expect(await owner.$count(oneTimeLinks, of)).toBe(2);
    await clock.reset();
  });
});
