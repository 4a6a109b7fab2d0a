import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { attemptDelays, sessions, userRoles, users } from "../../db/schema";
import { testDatabase } from "../../test/database";
import {
  anonymousContext,
  givePassword,
  goodPassword,
  permissionsIn,
  recordsAbout,
  refusalOf,
} from "../../test/factories/accounts";
import { contextOf, createUser } from "../../test/factories/people";
import { endSessionsOf } from "../user/end-sessions-of";
import { endOtherSessions, endSession, signOut } from "./end-session";
import { listSessions } from "./list-sessions";
import { proveSession } from "./prove-session";
import { readSession } from "./read-session";
import { signIn } from "./sign-in";
import { signInDemonstration } from "./sign-in-demonstration";

const { owner, app, clock } = await testDatabase();
const minutes = 60_000;

const enter = (email: string, password = goodPassword) =>
  signIn(anonymousContext(app), { email, password, userAgent: "Firefox\r\n" });
const read = (sessionId: string, touch = false) => readSession({ db: app }, sessionId, { touch });

async function person(options: Parameters<typeof createUser>[1] = { permissions: ["customers.read"] }) {
  const made = await createUser(owner, options);
  await givePassword(owner, made);
  return made;
}

afterEach(async () => {
  await clock.reset();
  await owner.delete(attemptDelays);
});

describe("signing in", () => {
  it("opens a session with roles and permissions, proved, and on record", async () => {
    const made = await person();
    const { sessionId } = await enter(made.email);
    const actor = await read(sessionId);
    expect(actor).toMatchObject({ userId: made.id, email: made.email, freshProof: true });
    expect(permissionsIn(actor)).toEqual(["customers.read"]);
    const [record] = await recordsAbout(owner, made.id);
    expect(record).toMatchObject({ action: "session.started", clientIp: "203.0.113.7" });
    expect(record?.details).toMatchObject({ session: sessionId, means: "password" });
  });

  it("answers wrong, unknown, disabled and invited alike, and records whom it knows", async () => {
    const made = await person();
    const disabled = await person({ status: "disabled" });
    const invited = await createUser(owner, { status: "invited" });
    const said = await Promise.all(
      [
        enter(made.email, "another password"),
        enter("nobody@harbour.example"),
        enter(disabled.email),
        enter(invited.email),
      ].map((call) => call.catch((error: Error) => `${"code" in error ? error.code : ""} ${error.message}`)),
    );
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain("credentials_wrong");
    const [record] = await recordsAbout(owner, disabled.id);
    expect(record).toMatchObject({
      action: "session.refused",
      outcome: "refused",
      rule: "credentials_wrong",
    });
  });

  it("meets guessing with a delay that a right password does not pass either", async () => {
    const made = await person();
    for (let guess = 0; guess < 5; guess += 1) await refusalOf(enter(made.email, `guess number ${guess}`));
    expect(await refusalOf(enter(made.email))).toBe("too_many_attempts");
    await clock.advance(5 * minutes);
    expect(await refusalOf(enter(made.email))).toBe("none");
  });
});

describe("a session", () => {
  it("ends at once: signed out, disabled, or with its roles", async () => {
    const made = await person();
    const [first, second] = [await enter(made.email), await enter(made.email)];
    await signOut(contextOf(app, { ...made, sessionId: first.sessionId }));
    expect(await read(first.sessionId)).toBeNull();
    await owner.delete(userRoles).where(eq(userRoles.userId, made.id));
    expect(permissionsIn(await read(second.sessionId))).toEqual([]);
    await owner.update(users).set({ status: "disabled" }).where(eq(users.id, made.id));
    expect(await read(second.sessionId)).toBeNull();
  });

  it("ends for another person everywhere, at once and on record; signing in again is theirs", async () => {
    const [made, other, administrator] = [await person(), await person(), await createUser(owner)];
    const mine = contextOf<"users.manage">(app, await createUser(owner, { permissions: ["users.manage"] }));
    const opened = [made.sessionId, (await enter(made.email)).sessionId, (await enter(made.email)).sessionId];
    const { sessionId: untouched } = await enter(other.email);
    expect(await endSessionsOf(mine, { userId: made.id })).toEqual({ ended: 3 });
    for (const sessionId of opened) expect(await read(sessionId)).toBeNull();
    expect(await read(untouched)).not.toBeNull();
    const ended = (await recordsAbout(owner, made.id)).filter(({ action }) => action === "session.ended");
    expect(ended.map(({ details }) => details)).toEqual(
      expect.arrayContaining(opened.map((session) => ({ session, reason: "ended_for_them" }))),
    );
    expect(ended.map(({ actorId }) => actorId)).toEqual(opened.map(() => mine.actor.userId));
    expect(await endSessionsOf(mine, { userId: made.id })).toEqual({ ended: 0 });
    expect(await read((await enter(made.email)).sessionId)).not.toBeNull();
    expect(await refusalOf(endSessionsOf(mine, { userId: mine.actor.userId }))).toBe("conflict");
    const without = contextOf<"users.manage">(app, administrator);
    expect(await refusalOf(endSessionsOf(without, { userId: made.id }))).toBe("permission_missing");
  });

  it("ends after 60 idle minutes, and after 12 hours in any case", async () => {
    const made = await person();
    const { sessionId } = await enter(made.email);
    await clock.advance(59 * minutes);
    expect(await read(sessionId, true)).not.toBeNull();
    await clock.advance(59 * minutes);
    expect(await read(sessionId, false)).not.toBeNull();
    await clock.advance(2 * minutes);
    expect(await read(sessionId, true)).toBeNull();
    const { sessionId: busy } = await enter(made.email);
    for (let passed = 0; passed < 12; passed += 1) {
      expect(await read(busy, true)).not.toBeNull();
      await clock.advance(59 * minutes);
    }
    await clock.advance(13 * minutes);
    expect(await read(busy, true)).toBeNull();
  });

  it("is nobody's for an id that is none", async () => {
    expect(await read("not a session")).toBeNull();
    expect(await read("00000000-0000-4000-8000-000000000000")).toBeNull();
  });

  it("keeps a proof fresh for five minutes; the password renews it, a wrong one does not", async () => {
    const made = await person();
    const { sessionId } = await enter(made.email);
    const context = contextOf(app, { ...made, sessionId });
    await clock.advance(5 * minutes + 1000);
    expect((await read(sessionId))?.freshProof).toBe(false);
    expect(await refusalOf(proveSession(context, { password: "another password" }))).toBe("proof_wrong");
    expect((await read(sessionId))?.freshProof).toBe(false);
    const cookie = await proveSession(context, { password: goodPassword });
    const now = await readSession({ db: app }, sessionId, {
      touch: false,
      cookieNumber: cookie.cookieNumber,
    });
    expect(now?.freshProof).toBe(true);
    expect(await read(sessionId)).toBeNull();
    await signOut(context);
    expect(await refusalOf(proveSession(context, { password: goodPassword }))).toBe("not_signed_in");
  });

  it("is listed, and ended by its own person alone", async () => {
    const [made, stranger] = [await person(), await person()];
    await owner.delete(sessions).where(eq(sessions.userId, made.id));
    const own = await enter(made.email);
    const other = await enter(made.email);
    const context = contextOf(app, { ...made, sessionId: own.sessionId });
    const listed = await listSessions(context);
    expect(listed.map(({ id, current }) => ({ id, current }))).toEqual(
      expect.arrayContaining([
        { id: own.sessionId, current: true },
        { id: other.sessionId, current: false },
      ]),
    );
    expect(await refusalOf(endSession(contextOf(app, stranger), { sessionId: other.sessionId }))).toBe(
      "not_found",
    );
    expect(await read(other.sessionId)).not.toBeNull();
    expect(await endOtherSessions(context)).toBe(1);
    expect(await read(other.sessionId)).toBeNull();
    expect(await read(own.sessionId)).not.toBeNull();
  });
});

describe("demonstration people", () => {
  const settings = { demonstration: true };
  const offer = (local: boolean, email: string, demonstration = true) => {
    const context = anonymousContext(app);
    return signInDemonstration(
      { ...context, settings: { ...context.settings, ...settings, demonstration } },
      { email, local, userAgent: null },
    );
  };

  it("come in without a password on this machine alone, and only those who are invented", async () => {
    const email = "sam.whitlock@harbour.example";
    await owner.insert(users).values({ email, name: "Sam Whitlock", status: "active" });
    const made = await person();
    expect(await refusalOf(offer(true, email))).toBe("none");
    expect(await refusalOf(offer(false, email))).toBe("credentials_wrong");
    expect(await refusalOf(offer(true, email, false))).toBe("credentials_wrong");
    expect(await refusalOf(offer(true, made.email))).toBe("credentials_wrong");
  });
});
