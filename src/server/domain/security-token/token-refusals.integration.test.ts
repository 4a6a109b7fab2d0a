import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import {
  accessRequestNetworks,
  accessRequests,
  approvedNetworks,
  auditEvents,
  messages,
  notifications,
  securityTokens,
  tokenSecrets,
} from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, createLiveToken, createPair, submitRequest } from "../../test/factories/requests";
import { addNetworks } from "./add-networks";
import { askToLift } from "./ask-to-lift";
import { changeLimits } from "./change-limits";
import { discardToken } from "./discard-token";
import { confirmSecretSaved, displaySecret } from "./display-secret";
import { generateToken } from "./generate-token";
import { getToken } from "./get-token";
import { renameToken } from "./rename-token";
import { renewToken } from "./renew-token";
import { revokeNetwork, revokeToken } from "./revoke-token";
import { rotateToken } from "./rotate-token";

const { owner, app, clock } = await testDatabase();
beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const minute = 60_000;
const nowhere = "99999999-9999-4999-8999-999999999999";
const reason = "The till software is replaced this week.";
const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const refused = (code: string, message: string | RegExp, field?: string) => ({
  code,
  message: typeof message === "string" ? message : expect.stringMatching(message),
  details: field ? { field } : {},
});
const tokenOf = async (tokenId: string) => {
  const [row] = await owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId));
  if (!row) throw new Error("There is no such token.");
  return row;
};
const alter = (tokenId: string, values: Partial<typeof securityTokens.$inferInsert>) =>
  owner.update(securityTokens).set(values).where(eq(securityTokens.id, tokenId));
const recordsOf = (tokenId: string, action: string) =>
  owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.tokenId, tokenId), eq(auditEvents.action, action)));
async function approved() {
  const pair = await createPair(owner);
  const sent = await submitRequest(app, pair.manager);
  await approveRequest(owner, app, sent.requestId, pair.admin);
  return { ...pair, ...sent };
}

describe("asking for a change to a token", () => {
  it("is refused, with the reason, where the token is unknown, not approved, revoked or over", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const ask = (id: string) => rotateToken(manages(manager), { tokenId: id, reason, overlapSeconds: 0 });
    await expect(ask(nowhere)).rejects.toMatchObject(refused("not_found", /no such token/));
    const draft = await submitRequest(app, manager);
    await expect(ask(draft.tokenId)).rejects.toMatchObject(refused("conflict", /never approved/));
    await alter(tokenId, { expiresAt: new Date(Date.now() - 1000) });
    await expect(ask(tokenId)).rejects.toMatchObject(refused("conflict", /has expired/));
    await revokeToken(manages(manager), { tokenId });
    await expect(ask(tokenId)).rejects.toMatchObject(refused("conflict", /was revoked/));
  });

  it("asks for the whole set as it stands, without networks or an overlap where none are asked for", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app, { ratePerMinute: 7, dailyLimit: 70 });
    const limits = { tokenId, reason, ratePerMinute: 8, dailyLimit: 70 };
    const { requestId } = await changeLimits(manages(manager), limits);
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    const token = await tokenOf(tokenId);
    expect(request).toMatchObject({
      ...{ kind: "limits", purpose: token.purpose, scopes: token.scopes, reason, overlapSeconds: 0 },
      ...{ ratePerMinute: 8, dailyLimit: 70, distinctCeiling: token.distinctCeiling },
      tokenExpiresAt: token.expiresAt,
      tokenVersion: token.version,
    });
    const networks = eq(accessRequestNetworks.requestId, requestId);
    expect(await owner.$count(accessRequestNetworks, networks)).toBe(0);
  });

  it("may change any one limit, and is refused where none changes", async () => {
    const same = { ratePerMinute: 60, dailyLimit: 5000, distinctCeiling: 100 };
    for (const one of [{ ratePerMinute: 61 }, { dailyLimit: 4999 }, { distinctCeiling: null }]) {
      const { tokenId, manager } = await createLiveToken(owner, app, same);
      const ask = (values: object) => changeLimits(manages(manager), { tokenId, reason, ...same, ...values });
      const none = refused("invalid_input", /limits already/, "ratePerMinute");
      await expect(ask({})).rejects.toMatchObject(none);
      await expect(ask({ distinctCeiling: undefined })).rejects.toMatchObject(none);
      await expect(ask(one)).resolves.toMatchObject({ requestId: expect.any(String) });
    }
  });

  it("names the networks that are approved already", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app, {
      networks: ["203.0.113.1", "203.0.113.2"],
    });
    const ask = (...networks: string[]) =>
      addNetworks(manages(manager), {
        tokenId,
        reason,
        networks: networks.map((network) => ({ network, label: "", expiresAt: null })),
      });
    await expect(ask("203.0.113.1", "203.0.113.9")).rejects.toMatchObject(
      refused("invalid_input", /^203\.0\.113\.1\/32 is approved for this token already/, "networks"),
    );
    await expect(ask("203.0.113.1", "203.0.113.2")).rejects.toMatchObject(
      refused("invalid_input", /^203\.0\.113\.\d\/32, 203\.0\.113\.\d\/32 are approved/, "networks"),
    );
  });

  it("refuses a network that would be over before anybody decides", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const networks = [{ network: "203.0.113.1", label: "", expiresAt: new Date(Date.now() - minute) }];
    await expect(addNetworks(manages(manager), { tokenId, reason, networks })).rejects.toMatchObject(
      refused("invalid_input", /^203\.0\.113\.1\/32 would have expired already/, "networks"),
    );
  });

  it("moves an end forward alone, and not further than a token may live", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const { expiresAt: end } = await tokenOf(tokenId);
    const ask = (expiresAt: Date) =>
      renewToken(manages(manager), { tokenId, reason, expiresAt, overlapSeconds: 5 });
    await expect(ask(end)).rejects.toMatchObject(refused("invalid_input", /day after the one/, "expiresAt"));
    const tooFar = new Date(Date.now() + 400 * day);
    await expect(ask(tooFar)).rejects.toMatchObject(
      refused("invalid_input", /lives at most \d+ days/, "expiresAt"),
    );
    const { requestId } = await ask(new Date(end.getTime() + 1000));
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    expect(request).toMatchObject({ kind: "renewal", overlapSeconds: 5 });
  });

  it("lifts a suspension only where there is one, and only while there is one", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const ask = () => askToLift(manages(manager), { tokenId, reason });
    await expect(ask()).rejects.toMatchObject(refused("conflict", /not suspended/));
    const suspended = { suspendedAt: new Date(), suspendedDay: "2027-03-01", suspendedDistinct: 2501 };
    await alter(tokenId, suspended);
    const { requestId } = await ask();
    await alter(tokenId, { suspendedAt: null, suspendedDay: null, suspendedDistinct: null });
    await expect(approveRequest(owner, app, requestId, admin)).rejects.toMatchObject(
      refused("conflict", /not suspended any more/),
    );
    await alter(tokenId, suspended);
    await approveRequest(owner, app, requestId, admin);
    expect(await tokenOf(tokenId)).toMatchObject({ suspendedAt: null });
    expect(await recordsOf(tokenId, "token.suspension_lifted")).toMatchObject([
      { accessRequestId: requestId },
    ]);
  });
});

describe("generating", () => {
  it("makes a draft with the program's limits, on record with its scopes", async () => {
    const { manager } = await createPair(owner);
    const scopes = ["customers:read" as const];
    const input = { purpose: "Tills", scopes, expiresAt: new Date(Date.now() + day) };
    const { id, reference } = await generateToken(manages(manager), input);
    expect(reference).toMatch(/^ST-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await tokenOf(id)).toMatchObject({
      ...{ reference, purpose: "Tills", scopes, createdBy: manager.id, approvedAt: null },
      ...{ ratePerMinute: 60, dailyLimit: 5000, distinctCeiling: 2500 },
    });
    expect(await recordsOf(id, "token.generated")).toMatchObject([{ details: { scopes } }]);
  });

  it("refuses an end that is past or too far", async () => {
    const { manager } = await createPair(owner);
    const make = (expiresAt: Date) =>
      generateToken(manages(manager), { purpose: "Tills", scopes: [], expiresAt });
    await expect(make(new Date(Date.now() - 1000))).rejects.toMatchObject(
      refused("invalid_input", /would have expired already/, "expiresAt"),
    );
    await expect(make(new Date(Date.now() + 400 * day))).rejects.toMatchObject(
      refused("invalid_input", /lives at most \d+ days/, "expiresAt"),
    );
  });
});

describe("displaying", () => {
  const display = (person: TestPerson, tokenId: string) => displaySecret(manages(person), { tokenId });
  const not = (message: RegExp) => refused("display_not_possible", message);

  it("says why it is not possible", async () => {
    const { tokenId, manager, admin } = await approved();
    await expect(display(manager, nowhere)).rejects.toMatchObject(not(/no such token/));
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    await expect(display(other, tokenId)).rejects.toMatchObject(not(/Only the person whose request/));
    await clock.advance(7 * day + minute);
    await expect(display(manager, tokenId)).rejects.toMatchObject(not(/within 7 days of its approval/));
    await clock.reset();
    await display(manager, tokenId);
    await clock.advance(16 * minute);
    await expect(display(manager, tokenId)).rejects.toMatchObject(not(/again for 15 minutes/));
    await confirmSecretSaved(manages(manager), { tokenId });
    await expect(display(manager, tokenId)).rejects.toMatchObject(not(/saved or used already/));
    await alter(tokenId, { expiresAt: new Date(Date.now() - minute) });
    await expect(display(manager, tokenId)).rejects.toMatchObject(not(/has expired/));
    await revokeToken(manages(admin), { tokenId }).catch(() => revokeToken(manages(manager), { tokenId }));
    await expect(display(manager, tokenId)).rejects.toMatchObject(not(/was revoked/));
  });

  it("and saving are on record; a secret is saved once, by who displayed it", async () => {
    const { tokenId, requestId, manager } = await approved();
    const shown = await display(manager, tokenId);
    expect(shown.againMinutes).toBe(15);
    const [stored] = await owner.select().from(tokenSecrets).where(eq(tokenSecrets.tokenId, tokenId));
    expect(stored).toMatchObject({ lastFour: shown.secret.slice(-4), displayedBy: manager.id });
    const [record] = await recordsOf(tokenId, "token.displayed");
    expect(record).toMatchObject({
      accessRequestId: requestId,
      subjectId: expect.any(String),
      actorId: manager.id,
    });
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const save = (person: TestPerson) => confirmSecretSaved(manages(person), { tokenId });
    await expect(save(other)).rejects.toMatchObject(refused("conflict", /no displayed secret of yours/));
    await save(manager);
    await expect(save(manager)).rejects.toMatchObject({ code: "conflict" });
    expect(await recordsOf(tokenId, "token.saved")).toHaveLength(1);
  });

  it("goes on for 15 minutes from a first display on the last of the seven days", async () => {
    const { tokenId, manager } = await approved();
    await clock.advance(7 * day - minute);
    await display(manager, tokenId);
    await clock.advance(5 * minute);
    await expect(display(manager, tokenId)).resolves.toMatchObject({ againMinutes: 15 });
  });

  it("of a rotation's secret tells of it once, at the first display", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 60 });
    await approveRequest(owner, app, requestId, admin);
    const told = async () =>
      (await owner.$count(messages, eq(messages.kind, "token_rotated"))) +
      (await owner.$count(notifications, eq(notifications.kind, "token_rotated")));
    const before = await told();
    await display(manager, tokenId);
    const first = await told();
    expect(first).toBeGreaterThan(before);
    await display(manager, tokenId);
    expect(await told()).toBe(first);
  });
});

describe("ending", () => {
  it("a token is on record with who ended it, and happens once", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    await revokeToken(manages(manager), { tokenId });
    expect(await tokenOf(tokenId)).toMatchObject({ revokedBy: manager.id });
    const records = await recordsOf(tokenId, "token.revoked");
    expect(records).toMatchObject([{ actorId: manager.id, details: null }]);
    const again = revokeToken(manages(manager), { tokenId });
    await expect(again).rejects.toMatchObject(refused("conflict", /not live/));
  });

  it("a network is on record with its address, and happens once", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app, { networks: ["203.0.113.64/26"] });
    const [network] = await owner
      .select()
      .from(approvedNetworks)
      .where(eq(approvedNetworks.tokenId, tokenId));
    const networkId = network?.id ?? "";
    await revokeNetwork(manages(manager), { networkId });
    expect(await recordsOf(tokenId, "network.revoked")).toMatchObject([
      { subjectId: networkId, details: { network: "203.0.113.64/26" } },
    ]);
    const again = revokeNetwork(manages(manager), { networkId });
    await expect(again).rejects.toMatchObject(refused("conflict", /revoked already/));
  });

  it("a draft is one's own to give up, and not while its request is open", async () => {
    const { manager } = await createPair(owner);
    const { tokenId } = await submitRequest(app, manager);
    const not = refused("token_not_draft", /Withdraw the request first/);
    await expect(discardToken(manages(manager), { tokenId })).rejects.toMatchObject(not);
    const input = { purpose: "Tills", scopes: [], expiresAt: new Date(Date.now() + day) };
    const { id } = await generateToken(manages(manager), input);
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    await expect(discardToken(manages(other), { tokenId: id })).rejects.toMatchObject(not);
    await discardToken(manages(manager), { tokenId: id });
    expect((await tokenOf(id)).discardedAt).not.toBeNull();
    expect(await recordsOf(id, "token.discarded")).toHaveLength(1);
  });

  it("takes the permission, as every change to a token does, read when it happens", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const former = manages(await createUser(owner, { permissions: ["customers.read"] }));
    const missing = { code: "permission_missing" };
    const words = { tokenId, name: "", notes: "", notesBefore: "" };
    for (const call of [
      () => revokeToken(former, { tokenId }),
      () => revokeNetwork(former, { networkId: nowhere }),
      () => discardToken(former, { tokenId }),
      () => renameToken(former, words),
      () => confirmSecretSaved(former, { tokenId }),
      () => displaySecret(former as ReturnType<typeof manages>, { tokenId }),
      () => rotateToken(former, { tokenId, reason, overlapSeconds: 0 }),
    ]) {
      await expect(call()).rejects.toMatchObject(missing);
    }
    expect(await tokenOf(tokenId)).toMatchObject({ revokedAt: null, createdBy: manager.id });
  });
});

describe("words about a token", () => {
  it("are kept with their record; a name that says what was signed is none", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const { purpose } = await tokenOf(tokenId);
    const rename = (name: string, notes: string, notesBefore: string) =>
      renameToken(manages(manager), { tokenId, name, notes, notesBefore });
    await rename("Quayside", "Ask Lena.", "");
    await rename(purpose, "Ask Lena.", "Ask Lena.");
    expect((await tokenOf(tokenId)).name).toBeNull();
    await rename("", "Ask Lena.", "Ask Lena.");
    expect((await tokenOf(tokenId)).name).toBeNull();
    await expect(rename("", "Mine.", "")).rejects.toMatchObject(refused("conflict", /changed these notes/));
    expect((await recordsOf(tokenId, "token.renamed")).map(({ details }) => details)).toEqual([
      { name: "Quayside", notesChanged: true },
      { name: null, notesChanged: false },
      { name: null, notesChanged: false },
    ]);
  });

  it("are refused about a token that does not exist, as its page is", async () => {
    const { manager } = await createPair(owner);
    const words = { tokenId: nowhere, name: "", notes: "", notesBefore: "" };
    const none = refused("not_found", /no such token/);
    await expect(renameToken(manages(manager), words)).rejects.toMatchObject(none);
    await expect(getToken(manages(manager), { tokenId: nowhere })).rejects.toMatchObject(none);
  });
});
