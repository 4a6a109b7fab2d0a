import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { approvedNetworks, messages, notifications, securityTokens, userRoles, users } from "../../db/schema";
import { renderMail } from "../../email/render-mail";
import { testDatabase } from "../../test/database";
import { belled, jobsContext, messagesOf, textOf, toldBy } from "../../test/factories/messages";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { codeOf, createLiveToken, digestOf } from "../../test/factories/requests";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { cleanCounters } from "../audit/clean-counters";
import { renewToken } from "../security-token/renew-token";
import { revokeToken } from "../security-token/revoke-token";
import { announceEnds } from "./announce-ends";
import { choosePreference } from "./choose-preferences";
import { deliverMessage } from "./deliver-message";

const database = await testDatabase();
const jobs = jobsContext(database);
await createProgram(database.owner);
const { owner, app, clock } = database;

beforeEach(async () => {
  await clock.reset();
  await owner.update(users).set({ status: "disabled" });
  await owner
    .update(securityTokens)
    .set({ revokedAt: sql`now()` })
    .where(sql`revoked_at is null and approved_at is not null`);
  await owner.delete(messages);
  await owner.delete(notifications);
});

const live = (days: number) => createLiveToken(owner, app, { expiresAt: new Date(Date.now() + days * day) });

/** Two runners, each with more than one sweep at once; how much they told of altogether. */
async function sweeps(): Promise<number> {
  const done = await Promise.all(Array.from({ length: 4 }, () => announceEnds(jobs)));
  return done.reduce((sum, one) => sum + one, 0);
}

async function daysTold(kind: "token_expiring" | "network_expiring" = "token_expiring") {
  return (await messagesOf(owner, kind)).map(({ details }) => details?.days);
}

async function delivered(kind: "token_expiring" | "network_expiring" | "token_expired") {
  const [mail] = await messagesOf(owner, kind);
  const transport = { send: async () => ({ outcome: "sent" as const, providerId: null }) };
  return deliverMessage(jobs, { messageId: mail?.id ?? "" }, { render: renderMail, transport });
}

async function approve(requestId: string, admin: TestPerson) {
  await approveAccessRequest(contextOf<"access_requests.decide">(app, admin), {
    requestId,
    digest: await digestOf(owner, requestId),
    code: await codeOf(owner, requestId, admin),
  });
}

describe("a token that comes to its end", () => {
  it("is told of 30, 7 and 1 days before and at the minute, each once, to its owner", async () => {
    const { manager } = await live(40);
    await createUser(owner, { name: "Lena Hoffmann", permissions: ["api_settings.manage"] });
    const told: number[] = [];
    // 9 d 23 h, 10 d 1 h, 32 d 23 h, 33 d 1 h, 38 d 23 h, 39 d 1 h, 39 d 23 h 59 min, 40 d 1 min.
    for (const hours of [239, 2, 550, 2, 142, 2, 22 + 59 / 60, 2 / 60]) {
      await clock.advance(hours * 3_600_000);
      told.push(await sweeps());
    }
    expect(told).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(await daysTold()).toEqual([30, 7, 1]);
    expect(new Set(await toldBy(owner, "token_expiring"))).toEqual(new Set([manager.email]));
    expect(await toldBy(owner, "token_expired")).toEqual([manager.email]);
    expect(await belled(owner, "token_expiring")).toEqual([manager.id, manager.id, manager.id]);
    expect(await belled(owner, "token_expired")).toEqual([manager.id]);
    await clock.advance(2 * day);
    expect(await sweeps()).toBe(0);
  });

  it("is told of once, and the nearest alone, where the server was down over several", async () => {
    await live(40);
    await clock.advance(39.5 * day);
    expect(await sweeps()).toBe(1);
    expect(await daysTold()).toEqual([1]);
  });

  it("is told of as over where the server was down over its end, but not weeks later", async () => {
    await live(40);
    await clock.advance(41 * day);
    expect(await sweeps()).toBe(1);
    expect(await toldBy(owner, "token_expired")).toHaveLength(1);
    await clock.reset();
    await live(40);
    await clock.advance(48 * day);
    expect(await sweeps()).toBe(0);
  });

  it("is not told of before a day that came before its approval: five days say one day alone", async () => {
    await live(5);
    expect(await sweeps()).toBe(0);
    await clock.advance(4.1 * day);
    expect(await sweeps()).toBe(1);
    expect(await daysTold()).toEqual([1]);
  });

  it("starts anew once it was renewed, and what was on its way is not sent", async () => {
    const { manager, admin, tokenId } = await live(40);
    await clock.advance(33.5 * day);
    expect(await sweeps()).toBe(1);
    const expiresAt = new Date((await clock.now()).getTime() + 60 * day);
    const reason = "The tills go on for another season.";
    const asked = await renewToken(contextOf(app, manager), {
      tokenId,
      expiresAt,
      overlapSeconds: 0,
      reason,
    });
    await approve(asked.requestId, admin);
    expect(await delivered("token_expiring")).toBe("failed");
    expect(await messagesOf(owner, "token_expiring")).toMatchObject([{ lastError: "no_longer_needed" }]);
    await clock.advance(29 * day);
    expect(await sweeps()).toBe(0);
    await clock.advance(2 * day);
    expect(await sweeps()).toBe(1);
    expect(await daysTold()).toEqual([7, 30]);
  });

  it("is told to everyone who manages tokens where its owner left or manages none any more", async () => {
    const { manager, tokenId } = await live(40);
    const others = [
      await createUser(owner, { name: "Lena Hoffmann", permissions: ["api_settings.manage"] }),
      await createUser(owner, { name: "Anton Berg", permissions: ["api_settings.manage"] }),
    ];
    await createUser(owner, { permissions: ["access_requests.decide", "users.manage"] });
    await owner.delete(userRoles).where(eq(userRoles.userId, manager.id));
    await clock.advance(33.5 * day);
    await sweeps();
    expect(await toldBy(owner, "token_expiring")).toEqual(others.map(({ email }) => email).sort());
    const [mail] = await messagesOf(owner, "token_expiring");
    const text = mail && (await textOf(jobs, mail));
    expect(text).toContain("Maya Okafor, who manages no tokens any more");
    expect(text).toContain(`/settings/program/api?token=${tokenId}`);
    expect(text).toContain("within 7 days");
  });

  it("is told by the bell alone to who turned the e-mail off; that it is over is always mailed", async () => {
    const { manager } = await live(40);
    await choosePreference(contextOf(app, manager), { kind: "token_expiring", wanted: false });
    await clock.advance(33.5 * day);
    await sweeps();
    expect(await daysTold()).toEqual([]);
    expect(await belled(owner, "token_expiring")).toEqual([manager.id]);
    await clock.advance(7 * day);
    await sweeps();
    expect(await toldBy(owner, "token_expired")).toEqual([manager.email]);
  });

  it("is not told of once it was revoked", async () => {
    const { manager, tokenId } = await live(40);
    await revokeToken(contextOf<"api_settings.manage">(app, manager), { tokenId });
    await clock.advance(33.5 * day);
    expect(await sweeps()).toBe(0);
  });

  it("is told of though notices of ends long past were cleaned away", async () => {
    const { tokenId } = await live(40);
    await owner.execute(sql`insert into expiry_notices values (${tokenId}, now() - interval '60 days', 30)`);
    await clock.advance(33.5 * day);
    await sweeps();
    await cleanCounters(jobs);
    expect(await owner.execute(sql`select days from expiry_notices where subject_id = ${tokenId}`)).toEqual([
      { days: 7 },
    ]);
    expect(await sweeps()).toBe(0);
  });
});

describe("a network that comes to its own end", () => {
  async function withNetwork(days: number | null, tokenDays = 60) {
    const made = await live(tokenDays);
    const [network] = await owner
      .update(approvedNetworks)
      .set({ expiresAt: days === null ? null : new Date(Date.now() + days * day), label: "Pier 4" })
      .where(eq(approvedNetworks.tokenId, made.tokenId))
      .returning();
    return { ...made, networkId: network?.id ?? "" };
  }

  it("is told of 7 and 1 days before, each once; the token's own notices stand apart", async () => {
    const { manager } = await withNetwork(20);
    const told: number[] = [];
    for (const days of [12.9, 0.2, 5.8, 0.2, 2]) {
      await clock.advance(days * day);
      told.push(await sweeps());
    }
    expect(told).toEqual([0, 1, 0, 1, 0]);
    expect(await daysTold("network_expiring")).toEqual([7, 1]);
    expect(await toldBy(owner, "network_expiring")).toEqual([manager.email, manager.email]);
    const [mail] = await messagesOf(owner, "network_expiring");
    expect(mail && (await textOf(jobs, mail))).toMatch(/Approved IP:.*203\.0\.113\.24 Pier 4/);
  });

  it("is not told of where it lives as long as its token, or ends with it", async () => {
    await withNetwork(null, 20);
    await withNetwork(20, 20);
    await clock.advance(13.5 * day);
    await sweeps();
    expect(await daysTold("network_expiring")).toEqual([]);
  });

  it("is not told of, nor sent, once it was revoked", async () => {
    const { networkId } = await withNetwork(20);
    await clock.advance(13.5 * day);
    expect(await sweeps()).toBe(1);
    await owner
      .update(approvedNetworks)
      .set({ revokedAt: new Date() })
      .where(eq(approvedNetworks.id, networkId));
    expect(await delivered("network_expiring")).toBe("failed");
    await clock.advance(6 * day);
    expect(await sweeps()).toBe(0);
  });
});
