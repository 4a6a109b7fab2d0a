import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it, vi } from "vitest";
import { sessions } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { givePassword, goodPassword } from "../../test/factories/accounts";
import {
  createProgram,
  createUser,
  testAuthSecret as secret,
  type TestPerson,
  testSettings,
} from "../../test/factories/people";
import { startPublicApi } from "../../test/public-api";
import { handleTrpc } from "./handler";

let sent: string | undefined;
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => (sent === undefined ? undefined : { value: sent }) }),
  headers: async () => new Headers(),
}));

const database = await testDatabase();
const { owner } = database;
const api = await startPublicApi(database);
const { origin } = testSettings.appUrl;
await createProgram(owner);

/** What the answer to one call with this cookie says, and the cookie that comes with it. */
async function call(cookie: string, path: string, input?: object) {
  const body = input ? JSON.stringify({ json: input }) : "{}";
  const headers = { "content-type": "application/json", "content-length": String(body.length), origin };
  sent = cookie;
  const answer = await api.within("203.0.113.24", () =>
    handleTrpc(new Request(`${origin}/api/trpc/${path}`, { method: "POST", body, headers })),
  );
  const text = await answer.text();
  const lines = answer.headers.getSetCookie();
  return {
    status: answer.status,
    text,
    data: JSON.parse(text).result?.data.json,
    reason: JSON.parse(text).error?.json.data.reason as string | undefined,
    lines,
    cookie: /^countersign\.session=([^;]+)/.exec(lines[0] ?? "")?.[1] ?? "",
  };
}
const list = "secondFactor.list";
const firstCookie = ({ sessionId: sid }: TestPerson) => encode({ token: { sid }, secret });

/** Somebody who has signed in by password alone. */
async function signedIn() {
  const person = await createUser(owner);
  await givePassword(owner, person);
  const half = { factor: null, factorAt: null };
  await owner.update(sessions).set(half).where(eq(sessions.id, person.sessionId));
  return person;
}
async function addApp(cookie: string) {
  const { data } = await call(cookie, "secondFactor.beginApp", { name: "Phone" });
  const app = new TOTP({ secret: Secret.fromBase32(data.secret), digits: 6, period: 30 });
  const codeAt = async (steps: number) =>
    app.generate({ timestamp: (await database.clock.now()).getTime() + steps * 30_000 });
  const input = { factorId: data.factorId, code: await codeAt(0) };
  const added = await call(cookie, "secondFactor.confirmApp", input);
  expect(added.status).toBe(200);
  return { ...added, codeAt };
}

/** The new cookie opens the session, for scripts unseen; the one before opens nothing. */
async function expectRenewed(person: TestPerson, before: string, proof: Awaited<ReturnType<typeof call>>) {
  expect(proof.status).toBe(200);
  expect(proof.lines).toHaveLength(1);
  expect(proof.lines[0]).toMatch(/; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
  expect(proof.text).not.toContain(person.sessionId);
  expect(proof.text).not.toContain("cookieNumber");
  expect(await call(before, list)).toMatchObject({ status: 401, reason: "not_signed_in" });
  expect((await call(proof.cookie, list)).status).toBe(200);
}

describe("each proof makes a new session cookie and ends the last one (ASVS 7.2.4)", () => {
  it("by the password, again and again", async () => {
    const person = await signedIn();
    const first = await firstCookie(person);
    const second = await call(first, "account.prove", { password: goodPassword });
    await expectRenewed(person, first, second);
    const third = await call(second.cookie, "account.prove", { password: goodPassword });
    await expectRenewed(person, second.cookie, third);
    expect((await call(first, list)).status).toBe(401);
    expect((await call(first, "account.prove", { password: goodPassword })).status).toBe(401);
  });

  it("by the password as it is changed, which proves no more than that", async () => {
    const person = await signedIn();
    const first = await firstCookie(person);
    const long = { provedAt: new Date("2026-01-01T00:00:00Z") };
    await owner.update(sessions).set(long).where(eq(sessions.id, person.sessionId));
    const input = { current: goodPassword, next: "a lighthouse keeps no ledger" };
    await expectRenewed(person, first, await call(first, "account.changePassword", input));
    const [row] = await owner.select().from(sessions).where(eq(sessions.id, person.sessionId));
    expect(row).toMatchObject(long);
  });

  it("not by a wrong one", async () => {
    const person = await signedIn();
    const first = await firstCookie(person);
    const wrong = await call(first, "account.prove", { password: "not this one at all" });
    expect(wrong).toMatchObject({ reason: "proof_wrong", lines: [] });
    expect((await call(first, list)).status).toBe(200);
  });

  it("by a factor that is set up, and by its code where one is due: the half session's cookie never becomes whole", async () => {
    const person = await signedIn();
    const first = await firstCookie(person);
    const app = await addApp(first);
    await expectRenewed(person, first, app);
    expect(app.data.recoveryCodes).toHaveLength(10);

    const half = await encode({ token: { sid: (await another(person)).sessionId }, secret });
    expect((await call(half, "sessions.list")).reason).toBe("factor_required");
    const proved = await call(half, "secondFactor.proveApp", { code: await app.codeAt(1) });
    await expectRenewed(person, half, proved);
    expect((await call(proved.cookie, "sessions.list")).status).toBe(200);
    expect((await call(half, "sessions.list")).reason).toBe("not_signed_in");

    const code = app.data.recoveryCodes[0];
    const recovered = await call(proved.cookie, "secondFactor.proveRecoveryCode", { code });
    await expectRenewed(person, proved.cookie, recovered);
  });

  it("of a session that goes on: its end, its list and its hours are the same", async () => {
    const person = await signedIn();
    const row = () => owner.select().from(sessions).where(eq(sessions.userId, person.id));
    const [before] = await row();
    await call(await firstCookie(person), "account.prove", { password: goodPassword });
    const after = await row();
    expect(after).toHaveLength(1);
    const { id, createdAt, expiresAt, endedAt } = before ?? {};
    expect(after[0]).toMatchObject({ id, createdAt, expiresAt, endedAt, cookieNumber: 1 });
  });
});

/** A second session of theirs, half until the factor is proved. */
async function another({ id: userId }: TestPerson) {
  const expiresAt = new Date("2100-01-01T00:00:00Z");
  const [made] = await owner.insert(sessions).values({ userId, expiresAt, provedAt: new Date() }).returning();
  return { sessionId: made?.id };
}
