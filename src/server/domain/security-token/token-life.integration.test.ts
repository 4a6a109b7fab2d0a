import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { accessRequests, approvedNetworks, securityTokens, tokenSecrets } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram, createUser, type TestPerson } from "../../test/factories/people";
import { approveRequest, codeOf, createLiveToken, digestOf } from "../../test/factories/requests";
import { startPublicApi } from "../../test/public-api";
import { approveAccessRequest } from "../access-request/decide-access-request";
import { addNetworks } from "./add-networks";
import { changeLimits } from "./change-limits";
import { displaySecret } from "./display-secret";
import { renameToken } from "./rename-token";
import { renewToken } from "./renew-token";
import { revokeToken } from "./revoke-token";
import { rotateToken } from "./rotate-token";

const database = await testDatabase();
const { owner, app, clock } = database;
const { node } = await startPublicApi(database);
const hour = 3_600_000;
const day = 24 * hour;
const reason = "The till software is replaced this week.";

beforeAll(() => createProgram(owner));
afterEach(() => clock.reset());

const manages = (person: TestPerson) => contextOf<"api_settings.manage">(app, person);
const tokenOf = async (tokenId: string) => {
  const [row] = await owner.select().from(securityTokens).where(eq(securityTokens.id, tokenId));
  if (!row) throw new Error("There is no such token.");
  return row;
};
const secretsOf = (tokenId: string) =>
  owner
    .select()
    .from(tokenSecrets)
    .where(eq(tokenSecrets.tokenId, tokenId))
    .orderBy(tokenSecrets.displayedAt);
const networksOf = async (tokenId: string) =>
  (await owner.select().from(approvedNetworks).where(eq(approvedNetworks.tokenId, tokenId)))
    .map((one) => one.network)
    .sort();
/** What the API answers this secret: the code of its refusal, or its status. */
const answer = async (secret: string, from = "203.0.113.24") => {
  const { status, json } = await node({ path: "/token", secret, from });
  return json.code ?? status;
};
const refusal = (code: string) => expect.objectContaining({ code });

describe("rotation", () => {
  it("mints nothing until it is approved; from the new secret's display the old one goes on for the overlap", async () => {
    const { tokenId, secret: old, manager, admin } = await createLiveToken(owner, app);
    expect(await answer(old)).toBe(200);
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 3600 });
    await expect(displaySecret(manages(manager), { tokenId })).rejects.toEqual(
      refusal("display_not_possible"),
    );
    await approveRequest(owner, app, requestId, admin);
    expect(await answer(old)).toBe(200);
    expect((await secretsOf(tokenId))[0]?.endsAt).toBeNull();
    const { secret } = await displaySecret(manages(manager), { tokenId });
    expect(await answer(secret)).toBe(200);
    expect(await answer(old)).toBe(200);
    await clock.advance(59 * 60_000);
    expect(await answer(old)).toBe(200);
    await clock.advance(2 * 60_000);
    expect(await answer(old)).toBe("token_revoked");
    expect(await answer(secret)).toBe(200);
  });

  it("ends the old secret at the display where no overlap was signed", async () => {
    const { tokenId, secret: old, manager, admin } = await createLiveToken(owner, app);
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 0 });
    await approveRequest(owner, app, requestId, admin);
    const { secret } = await displaySecret(manages(manager), { tokenId });
    expect([await answer(old), await answer(secret)]).toEqual(["token_revoked", 200]);
  });

  it("counts the overlap from the first display: displaying again ends only the secret before it", async () => {
    const { tokenId, secret: old, manager, admin } = await createLiveToken(owner, app);
    const { requestId } = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 3600 });
    await approveRequest(owner, app, requestId, admin);
    const first = await displaySecret(manages(manager), { tokenId });
    const [{ endsAt } = { endsAt: null }] = await secretsOf(tokenId);
    await clock.advance(5 * 60_000);
    const second = await displaySecret(manages(manager), { tokenId });
    expect([await answer(old), await answer(first.secret), await answer(second.secret)]).toEqual([
      200,
      "token_revoked",
      200,
    ]);
    expect((await secretsOf(tokenId))[0]?.endsAt).toEqual(endsAt);
  });

  it("takes the display over from an older grant, and never lengthens what an earlier overlap left", async () => {
    const { tokenId, secret: old, manager, admin } = await createLiveToken(owner, app);
    const other = await createUser(owner, { permissions: ["api_settings.manage"] });
    const mine = await rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 60 });
    await approveRequest(owner, app, mine.requestId, admin);
    const theirs = await rotateToken(manages(other), { tokenId, reason, overlapSeconds: 7 * 24 * 3600 });
    await approveRequest(owner, app, theirs.requestId, admin);
    await expect(displaySecret(manages(manager), { tokenId })).rejects.toEqual(
      refusal("display_not_possible"),
    );
    const { secret } = await displaySecret(manages(other), { tokenId });
    expect([await answer(old), await answer(secret)]).toEqual([200, 200]);
    const again = await rotateToken(manages(other), { tokenId, reason, overlapSeconds: 30 * 24 * 3600 });
    await approveRequest(owner, app, again.requestId, admin);
    await displaySecret(manages(other), { tokenId });
    await clock.advance(7 * day + 60_000);
    expect(await answer(old)).toBe("token_revoked");
    expect(await answer(secret)).toBe(200);
  });

  it("is asked for live tokens alone, by one open request", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const ask = () => rotateToken(manages(manager), { tokenId, reason, overlapSeconds: 0 });
    const { requestId } = await ask();
    await expect(ask()).rejects.toEqual(refusal("request_open_already"));
    await revokeToken(manages(manager), { tokenId });
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    expect(request?.status).toBe("voided");
    await expect(ask()).rejects.toEqual(refusal("conflict"));
  });
});

describe("renewal", () => {
  it("moves the end at its approval, takes open-ended networks along, and grants another secret", async () => {
    const { tokenId, secret: old, manager, admin } = await createLiveToken(owner, app);
    const expiresAt = new Date((await clock.now()).getTime() + 170 * day);
    const { requestId } = await renewToken(manages(manager), {
      tokenId,
      reason,
      expiresAt,
      overlapSeconds: 3600,
    });
    await approveRequest(owner, app, requestId, admin);
    expect((await tokenOf(tokenId)).expiresAt).toEqual(expiresAt);
    const { secret } = await displaySecret(manages(manager), { tokenId });
    await clock.advance(2 * hour);
    expect(await answer(old)).toBe("token_revoked");
    await clock.advance(120 * day);
    expect(await answer(secret)).toBe(200);
    await clock.advance(50 * day);
    expect(await answer(secret)).toBe("token_expired");
  });

  it("is refused for an earlier day, one too far, and an expired token", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const now = (await clock.now()).getTime();
    const ask = (days: number) =>
      renewToken(manages(manager), {
        tokenId,
        reason,
        expiresAt: new Date(now + days * day),
        overlapSeconds: 0,
      });
    const { expiresAt } = await tokenOf(tokenId);
    const toEnd = Math.floor((expiresAt.getTime() - now) / day);
    await expect(ask(toEnd - 1)).rejects.toEqual(refusal("invalid_input"));
    await expect(ask(190)).rejects.toEqual(refusal("invalid_input"));
    await clock.set(new Date(expiresAt.getTime() + 1000));
    await expect(ask(toEnd + 100)).rejects.toEqual(refusal("conflict"));
  });

  it("cannot be approved once the token has expired or was changed by another request", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const { expiresAt } = await tokenOf(tokenId);
    await clock.set(new Date(expiresAt.getTime() - hour));
    const { requestId } = await renewToken(manages(manager), {
      tokenId,
      reason,
      expiresAt: new Date(expiresAt.getTime() + 30 * day),
      overlapSeconds: 0,
    });
    await clock.advance(2 * hour);
    await expect(approveRequest(owner, app, requestId, admin)).rejects.toEqual(refusal("conflict"));
    const [request] = await owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    expect(request?.status).toBe("pending");
    expect((await tokenOf(tokenId)).expiresAt).toEqual(expiresAt);
    await clock.advance(-2 * hour);
    const { version } = await tokenOf(tokenId);
    const standAt = (now: number) =>
      owner.update(securityTokens).set({ version: now }).where(eq(securityTokens.id, tokenId));
    await standAt(version + 1);
    await expect(approveRequest(owner, app, requestId, admin)).rejects.toEqual(refusal("conflict"));
    expect((await tokenOf(tokenId)).expiresAt).toEqual(expiresAt);
    await standAt(version);
    await approveRequest(owner, app, requestId, admin);
  });
});

describe("adding networks to a live token", () => {
  it("opens them with the approval, mints nothing, and leaves the rest as it is", async () => {
    const { tokenId, secret, manager, admin } = await createLiveToken(owner, app);
    const before = await tokenOf(tokenId);
    const own = new Date((await clock.now()).getTime() + 10 * day);
    const { requestId } = await addNetworks(manages(manager), {
      tokenId,
      reason,
      networks: [
        { network: "198.51.100.0/28", label: "Harbour store", expiresAt: null },
        { network: "2001:db8::7", label: "", expiresAt: own },
      ],
    });
    expect(await answer(secret, "198.51.100.3")).toBe("ip_not_allowed");
    await approveRequest(owner, app, requestId, admin);
    expect(await networksOf(tokenId)).toEqual(["198.51.100.0/28", "2001:db8::7/128", "203.0.113.24/32"]);
    expect([await answer(secret, "198.51.100.3"), await answer(secret, "2001:db8::7")]).toEqual([200, 200]);
    const after = await tokenOf(tokenId);
    expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
    expect(await secretsOf(tokenId)).toHaveLength(1);
    await expect(displaySecret(manages(manager), { tokenId })).rejects.toEqual(
      refusal("display_not_possible"),
    );
    await clock.advance(10 * day + 1000);
    expect(await answer(secret, "2001:db8::7")).toBe("ip_not_allowed");
  });

  it("is refused for what is approved already, outlives the token, or is out of bounds", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const { expiresAt } = await tokenOf(tokenId);
    const ask = (network: string, until: Date | null = null) =>
      addNetworks(manages(manager), {
        tokenId,
        reason,
        networks: [{ network, label: "", expiresAt: until }],
      });
    await expect(ask("203.0.113.24")).rejects.toEqual(refusal("invalid_input"));
    await expect(ask("203.0.113.25", new Date(expiresAt.getTime() + 1000))).rejects.toEqual(
      refusal("invalid_input"),
    );
    await expect(ask("203.0.0.0/16")).rejects.toEqual(refusal("invalid_input"));
    await expect(ask("0.0.0.0/0")).rejects.toEqual(refusal("invalid_input"));
    await expect(
      addNetworks(manages(manager), {
        tokenId,
        reason,
        networks: [{ network: "203.0.113.25", label: "", expiresAt: null }],
        askId: "11111111-1111-4111-8111-111111111111",
      }),
    ).rejects.toEqual(refusal("conflict"));
    expect(await owner.$count(accessRequests, eq(accessRequests.tokenId, tokenId))).toBe(1);
  });
});

describe("other limits", () => {
  it("hold from the approval on, for what is left of the day too", async () => {
    const { tokenId, secret, manager, admin } = await createLiveToken(owner, app, {
      ratePerMinute: 2,
      dailyLimit: 10,
    });
    const { requestId } = await changeLimits(manages(manager), {
      tokenId,
      reason,
      ratePerMinute: 600,
      dailyLimit: 20,
    });
    expect([await answer(secret), await answer(secret), await answer(secret)]).toEqual([
      200,
      200,
      "rate_limited",
    ]);
    await approveRequest(owner, app, requestId, admin);
    await clock.advance(1000);
    expect([await answer(secret), await answer(secret), await answer(secret)]).toEqual([200, 200, 200]);
    expect(await tokenOf(tokenId)).toMatchObject({ ratePerMinute: 600, dailyLimit: 20, version: 3 });
  });

  it("are refused where nothing would change", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const same = { tokenId, reason, ratePerMinute: 60, dailyLimit: 5000 };
    await expect(changeLimits(manages(manager), same)).rejects.toEqual(refusal("invalid_input"));
  });
});

describe("every request for a live token", () => {
  it("is decided by another person, with the code of that person's own mailbox", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const both = await createUser(owner, { permissions: ["api_settings.manage", "access_requests.decide"] });
    const { requestId } = await rotateToken(manages(both), { tokenId, reason, overlapSeconds: 0 });
    await expect(codeOf(owner, requestId, both)).rejects.toThrow("no code");
    const input = {
      requestId,
      digest: await digestOf(owner, requestId),
      code: await codeOf(owner, requestId, admin),
    };
    const own = approveAccessRequest(contextOf<"access_requests.decide">(app, both), input);
    await expect(own).rejects.toEqual(refusal("own_request"));
    const other = approveAccessRequest(contextOf<"access_requests.decide">(app, manager), input);
    await expect(other).rejects.toEqual(refusal("permission_missing"));
    await approveRequest(owner, app, requestId, admin);
  });
});

describe("name and notes", () => {
  it("change at once, leave what was signed, and lose nobody's words", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const rename = (name: string, notes: string, notesBefore: string) =>
      renameToken(manages(manager), { tokenId, name, notes, notesBefore });
    await rename("Quayside tills", "Ask Lena before rotating.", "");
    expect(await tokenOf(tokenId)).toMatchObject({
      name: "Quayside tills",
      notes: "Ask Lena before rotating.",
      purpose: "Tills, Quayside stores",
      version: 2,
    });
    await expect(rename("Quayside tills", "Mine.", "")).rejects.toEqual(refusal("conflict"));
    await rename("", "Ask Lena before rotating.", "Ask Lena before rotating.");
    expect((await tokenOf(tokenId)).name).toBeNull();
  });
});
