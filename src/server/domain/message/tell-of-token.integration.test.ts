import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  messages,
  notifications,
  refusalAlerts,
  securityTokens,
  tokenRefusals,
  users,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { belled, jobsContext, messagesOf, textOf, toldBy } from "../../test/factories/messages";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { codeOf, createLiveToken, digestOf } from "../../test/factories/requests";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { displaySecret } from "../security-token/display-secret";
import { revokeToken } from "../security-token/revoke-token";
import { rotateToken } from "../security-token/rotate-token";
import { announceRefusals } from "./announce-refusals";

const database = await testDatabase();
const jobs = jobsContext(database);
await createProgram(database.owner);
const { owner, app, clock } = database;

beforeEach(async () => {
  await clock.reset();
  await owner.update(users).set({ status: "disabled" });
  await owner.delete(messages);
  await owner.delete(notifications);
  await owner.delete(refusalAlerts);
});

async function rotated(manager: TestPerson, admin: TestPerson, tokenId: string) {
  const reason = "The old secret was seen in a log of the tills.";
  const { requestId } = await rotateToken(contextOf(app, manager), {
    tokenId,
    overlapSeconds: 86_400,
    reason,
  });
  await approveAccessRequest(contextOf<"access_requests.decide">(app, admin), {
    requestId,
    digest: await digestOf(owner, requestId),
    code: await codeOf(owner, requestId, admin),
  });
  return displaySecret(contextOf(app, manager), { tokenId });
}

describe("a new secret of a live token", () => {
  it("is told of at its first display alone, to the owner and the approver, with the end of the old one", async () => {
    const { manager, admin, tokenId } = await createLiveToken(owner, app);
    await createUser(owner, { permissions: ["api_settings.manage"] });
    expect(await toldBy(owner, "token_rotated")).toEqual([]);
    const { secret } = await rotated(manager, admin, tokenId);
    await displaySecret(contextOf(app, manager), { tokenId });
    expect(await toldBy(owner, "token_rotated")).toEqual([manager.email, admin.email].sort());
    expect(await belled(owner, "token_rotated")).toEqual([manager.id, admin.id].sort());
    const [mail] = await messagesOf(owner, "token_rotated");
    const text = (mail && (await textOf(jobs, mail))) ?? "";
    const tomorrow = new Intl.DateTimeFormat("en-GB", {
      timeZone: "UTC",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    const ends = tomorrow.format(new Date((await clock.now()).getTime() + 86_400_000));
    expect(text).toContain(`works until ${ends}`);
    expect(text).toMatch(/Displayed:.*by Maya Okafor/);
    expect(text).toMatch(/Approved:.*by Tomás Reyes/);
    expect(text).not.toContain(secret.slice(-10));
  });
});

describe("a token that was revoked", () => {
  it("is told to its owner and to everyone who manages tokens but the one who did it", async () => {
    const { manager, tokenId } = await createLiveToken(owner, app);
    const revoker = await createUser(owner, { name: "Lena Hoffmann", permissions: ["api_settings.manage"] });
    const third = await createUser(owner, { permissions: ["api_settings.manage"] });
    await revokeToken(contextOf<"api_settings.manage">(app, revoker), { tokenId });
    expect(await toldBy(owner, "token_revoked")).toEqual([manager.email, third.email].sort());
    const [mail] = await messagesOf(owner, "token_revoked");
    expect(mail && (await textOf(jobs, mail))).toMatch(/Revoked:.*by Lena Hoffmann/);
  });

  it("is confirmed to its owner where they did it themselves", async () => {
    const { manager, tokenId } = await createLiveToken(owner, app);
    await revokeToken(contextOf<"api_settings.manage">(app, manager), { tokenId });
    expect(await toldBy(owner, "token_revoked")).toEqual([manager.email]);
  });

  it("is told of only where the revocation commits", async () => {
    const { manager, tokenId } = await createLiveToken(owner, app);
    const undone = app.transaction(async (tx) => {
      await revokeToken(contextOf<"api_settings.manage">(tx as unknown as typeof app, manager), { tokenId });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await toldBy(owner, "token_revoked")).toEqual([]);
  });
});

describe("a genuine secret at an address that is not approved", () => {
  /** As the guarded read notes it. */
  async function refused(tokenId: string, address: string, block: string) {
    await owner.execute(sql`
      insert into refusal_alerts (token_id, block, hour, address)
      values (${tokenId}, ${block}, date_trunc('hour', countersign_now(), 'UTC'), ${address}) on conflict do nothing`);
    await owner
      .insert(tokenRefusals)
      .values({ tokenId, block, minute: sql`date_trunc('minute', countersign_now())` as never, refusals: 12 })
      .onConflictDoNothing();
  }

  async function sweeps() {
    await Promise.all(Array.from({ length: 4 }, () => announceRefusals(jobs)));
  }

  it("is told once a token, block and hour, to who manages tokens and who decides", async () => {
    const { manager, admin, tokenId } = await createLiveToken(owner, app);
    await createUser(owner, { permissions: ["users.manage"] });
    const both = await createUser(owner, { permissions: ["api_settings.manage", "access_requests.decide"] });
    await clock.set(new Date("2030-05-06T07:10:00Z"));
    await owner
      .update(securityTokens)
      .set({ expiresAt: new Date("2030-08-01T00:00:00Z") })
      .where(eq(securityTokens.id, tokenId));
    const everyone = [manager.email, admin.email, both.email];
    for (let call = 0; call < 5; call += 1) {
      await refused(tokenId, `192.0.2.${call}`, "192.0.2.0/24");
      await sweeps();
      await clock.advance(5 * 60_000);
    }
    expect(await toldBy(owner, "address_refused")).toEqual([...everyone].sort());
    await refused(tokenId, "198.51.100.1", "198.51.100.0/24");
    await sweeps();
    await clock.advance(30 * 60_000);
    await refused(tokenId, "192.0.2.9", "192.0.2.0/24");
    await sweeps();
    expect(await toldBy(owner, "address_refused")).toEqual([...everyone, ...everyone, ...everyone].sort());
    const [first] = await messagesOf(owner, "address_refused");
    const text = first && (await textOf(jobs, first));
    for (const words of [
      "192.0.2.0",
      "12 from there",
      "6 May 2030, 07:10 UTC",
      "rotate the secret",
      "revoke the token",
    ]) {
      expect(text).toContain(words);
    }
  });

  it("is not told of for a token that has ended, nor a day late", async () => {
    const { manager, tokenId } = await createLiveToken(owner, app);
    await refused(tokenId, "192.0.2.1", "192.0.2.0/24");
    await clock.advance(25 * 3_600_000);
    await sweeps();
    await refused(tokenId, "192.0.2.1", "192.0.2.0/24");
    await revokeToken(contextOf<"api_settings.manage">(app, manager), { tokenId });
    await sweeps();
    expect(await toldBy(owner, "address_refused")).toEqual([]);
    expect(await owner.$count(refusalAlerts, sql`mailed_at is null`)).toBe(0);
  });
});
