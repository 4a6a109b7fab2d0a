import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  attemptDelays,
  auditEvents,
  messages,
  programSettings,
  recoveryCodes,
  rolePermissions,
  roles,
  secondFactors,
  sessions,
  userRoles,
} from "../../db/schema";
import { Authenticator } from "../../test/authenticator";
import { testDatabase } from "../../test/database";
import {
  anonymousContext,
  givePassword,
  goodPassword,
  linkTokenOf,
  otherPassword,
  refusalOf,
} from "../../test/factories/accounts";
import {
  contextOf,
  createProgram,
  createUser,
  type TestPerson,
  testKeys,
  testSettings,
} from "../../test/factories/people";
import { approveRequest, codeOf } from "../../test/factories/requests";
import { requireFreshProof } from "../access/require-fresh-proof";
import { lockAndRequire } from "../access/require-still";
import type { PersonContext, UserContext } from "../context";
import { proveSession } from "../session/prove-session";
import { readSession } from "../session/read-session";
import { signIn } from "../session/sign-in";
import { requestPasswordReset } from "../user/request-password-reset";
import { resetPassword } from "../user/reset-password";
import { beginApp, confirmApp, proveApp } from "./authenticator-app";
import { listFactors } from "./list-factors";
import { beginPasskey, beginPasskeyProof, finishPasskey, provePasskey } from "./passkey";
import { proveRecoveryCode } from "./prove-recovery-code";
import { removeFactor, renewRecoveryCodes } from "./remove-factor";
import { askForFactorReset } from "./reset-factors";

const { owner, app, clock } = await testDatabase();
const origin = testSettings.appUrl.origin;
const seconds = 1000;

beforeAll(() => createProgram(owner));
afterEach(async () => {
  await clock.reset();
  await owner.delete(attemptDelays);
});

/** A person who has just signed in by password, and what their session stands for now. */
async function signedIn(
  permissions: TestPerson["permissions"] = ["access_requests.decide"],
  of?: TestPerson,
) {
  const person = of ?? (await createUser(owner, { permissions }));
  if (!of) await givePassword(owner, person);
  const later = new Date("2100-01-01T00:00:00Z");
  const [session] = await owner
    .insert(sessions)
    .values({ userId: person.id, expiresAt: later, lastSeenAt: later, provedAt: await clock.now() })
    .returning();
  if (!session) throw new Error("There is no session.");
  const now = async () => {
    const actor = await readSession({ db: app }, session.id, {
      touch: false,
      cookieNumber: await cookieOf(session.id),
    });
    if (!actor) throw new Error("The session has ended.");
    const context = { ...contextOf(app, person), actor, requestId: "req_factor" };
    return context as PersonContext;
  };
  return { person, sessionId: session.id, now };
}

/** The browser's cookie is the newest: each proof gave it one. */
async function cookieOf(sessionId: string) {
  const [row] = await owner.select().from(sessions).where(eq(sessions.id, sessionId));
  return row?.cookieNumber;
}

type SignedIn = Awaited<ReturnType<typeof signedIn>>;
const standing = async (who: SignedIn) => {
  const { actor } = await who.now();
  return actor.kind === "half" ? actor.needs : "whole";
};

async function addPasskey(who: SignedIn, key = new Authenticator()) {
  const options = await beginPasskey(await who.now());
  const answer = key.register(options, { origin }) as never;
  const added = await finishPasskey(await who.now(), { answer, name: "Security key" });
  return { key, ...added };
}

async function addApp(who: SignedIn) {
  const { factorId, secret } = await beginApp(await who.now(), { name: "Phone" });
  const codeAt = async (steps = 0) => {
    const timestamp = (await clock.now()).getTime() + steps * 30 * seconds;
    return new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp });
  };
  const { recoveryCodes: codes } = await confirmApp(await who.now(), { factorId, code: await codeAt() });
  return { codeAt, codes, factorId, secret };
}

async function prove(
  who: SignedIn,
  key: Authenticator,
  change: Parameters<Authenticator["prove"]>[1] = { origin },
) {
  const options = await beginPasskeyProof(await who.now());
  return refusalOf(provePasskey(await who.now(), { answer: key.prove(options, change) as never }));
}

describe("who decides about access (rule 16, ASVS 6.3.3)", () => {
  it.each(["access_requests.decide", "api_settings.manage"] as const)(
    "never works with a password alone: %s",
    async (permission) => {
      const who = await signedIn([permission]);
      expect(await standing(who)).toBe("set_up");
      const context = {
        ...(await who.now()),
        actor: { ...contextOf(app, who.person).actor, sessionId: who.sessionId },
      };
      const still = app.transaction((tx) =>
        lockAndRequire({ ...context, db: tx } as UserContext, permission),
      );
      expect(await refusalOf(still)).toBe("permission_missing");
      await addPasskey(who);
      expect(await standing(who)).toBe("whole");
      const again = await signedIn([], who.person);
      expect(await standing(again)).toBe("proof");
    },
  );

  it("owes the factor still after a reset of the password by mail (ASVS 6.4.3)", async () => {
    const { person, ...who } = await signedIn();
    await addPasskey({ person, ...who });
    await requestPasswordReset(anonymousContext(app), { email: person.email });
    const token = await linkTokenOf(owner, person.id, "password_reset");
    await resetPassword(anonymousContext(app), { token, password: otherPassword });
    const input = { email: person.email, password: otherPassword, userAgent: null };
    const { sessionId } = await signIn(anonymousContext(app), input);
    const actor = await readSession({ db: app }, sessionId, { touch: false });
    expect(actor).toMatchObject({ kind: "half", needs: "proof" });
  });

  it("is everybody, where Program Settings say so, from the next request on", async () => {
    const who = await signedIn(["customers.read"]);
    await owner.update(programSettings).set({ secondFactorForAll: 1 });
    try {
      expect(await standing(who)).toBe("set_up");
      await addApp(who);
      expect(await standing(who)).toBe("whole");
      const [only] = (await listFactors(await who.now())).factors;
      const proved = requireFreshProof((await who.now()) as UserContext);
      expect(await refusalOf(removeFactor(proved, { factorId: only?.id ?? "" }))).toBe("conflict");
    } finally {
      await owner.update(programSettings).set({ secondFactorForAll: 0 });
    }
    expect(await standing(await signedIn(["customers.read"]))).toBe("whole");
  });

  it("is asked for none otherwise, until one is set up", async () => {
    const who = await signedIn(["customers.read"]);
    expect(await standing(who)).toBe("whole");
    const other = await signedIn([], who.person);
    await addApp(who);
    expect([await standing(who), await standing(other)]).toEqual(["whole", "proof"]);
  });

  it("keeps one factor, whatever is removed", async () => {
    const who = await signedIn();
    await addPasskey(who);
    const { factorId } = await addApp(who);
    const proved = async () => requireFreshProof((await who.now()) as UserContext);
    await removeFactor(await proved(), { factorId });
    const [left] = (await listFactors(await who.now())).factors;
    expect(await refusalOf(removeFactor(await proved(), { factorId: left?.id ?? "" }))).toBe("conflict");
    expect(await refusalOf(removeFactor(await proved(), { factorId }))).toBe("not_found");
  });
});

describe("a factor that is removed", () => {
  it("leaves no session proved by it, whatever its person is given afterwards (rule 16)", async () => {
    const who = await signedIn(["customers.read"]);
    const { factorId, codeAt } = await addApp(who);
    const other = await signedIn([], who.person);
    await clock.advance(60 * seconds);
    await proveApp(await other.now(), { code: await codeAt() });
    expect(await standing(other)).toBe("whole");
    await removeFactor(requireFreshProof((await who.now()) as UserContext), { factorId });
    await expect(other.now()).rejects.toThrow("The session has ended.");
    expect(await standing(who)).toBe("whole");
    const [role] = await owner.insert(roles).values({ name: "Late Security Admin" }).returning();
    const roleId = role?.id ?? "";
    await owner.insert(rolePermissions).values({ roleId, permission: "access_requests.decide" });
    await owner.insert(userRoles).values({ userId: who.person.id, roleId });
    expect(await standing(who)).toBe("set_up");
    await addPasskey(await signedIn([], who.person));
    expect(await standing(who)).toBe("proof");
  });
});

describe("a passkey", () => {
  it("proves the session once a challenge, by its own signature, with its user verified, on our own page", async () => {
    const first = await signedIn();
    const { key } = await addPasskey(first);
    const who = await signedIn([], first.person);
    expect(await prove(who, new Authenticator())).toBe("factor_wrong");
    expect(await prove(who, key, { origin: "https://countersign.example.net" })).toBe("factor_wrong");
    expect(await prove(who, key, { origin, verified: false })).toBe("factor_wrong");
    const options = await beginPasskeyProof(await who.now());
    const answer = key.prove(options, { origin }) as never;
    const other = await signedIn([], first.person);
    expect(await refusalOf(provePasskey(await other.now(), { answer }))).toBe("factor_wrong");
    await clock.advance(60 * seconds);
    expect(await refusalOf(provePasskey(await who.now(), { answer }))).toBe("none");
    expect(await standing(who)).toBe("whole");
    expect(await refusalOf(provePasskey(await who.now(), { answer }))).toBe("factor_wrong");
    expect(await standing(other)).toBe("proof");
  });

  it("is refused where its count goes backwards, or its challenge is over", async () => {
    const first = await signedIn();
    const { key } = await addPasskey(first);
    const who = await signedIn([], first.person);
    expect(await prove(who, key)).toBe("none");
    key.counter = 0;
    expect(await prove(who, key)).toBe("factor_wrong");
    key.counter = 5;
    await clock.advance(60 * seconds);
    const options = await beginPasskeyProof(await who.now());
    await clock.advance(5 * 60 * seconds);
    expect(
      await refusalOf(provePasskey(await who.now(), { answer: key.prove(options, { origin }) as never })),
    ).toBe("factor_wrong");
  });

  it("is registered once, and only with its user verified", async () => {
    const who = await signedIn();
    const { key } = await addPasskey(who);
    const stranger = await signedIn();
    const options = await beginPasskey(await stranger.now());
    const answer = key.register(options, { origin }) as never;
    expect(await refusalOf(finishPasskey(await stranger.now(), { answer, name: "Mine" }))).toBe("conflict");
    expect(await standing(stranger)).toBe("set_up");
    const unverified = new Authenticator().register(await beginPasskey(await stranger.now()), {
      origin,
      verified: false,
    });
    expect(
      await refusalOf(finishPasskey(await stranger.now(), { answer: unverified as never, name: "Mine" })),
    ).toBe("factor_wrong");
  });
});

describe("an authenticator app", () => {
  it("proves with each code once, a step early or late, and no further", async () => {
    const first = await signedIn();
    const { codeAt, secret } = await addApp(first);
    const who = await signedIn([], first.person);
    const attempt = async (code: string) => {
      const answer = await refusalOf(proveApp(await who.now(), { code }));
      await owner.delete(attemptDelays);
      return answer;
    };
    expect(await attempt(await codeAt())).toBe("factor_wrong");
    expect(await attempt(await codeAt(2))).toBe("factor_wrong");
    const next = await codeAt(1);
    expect(await attempt(next)).toBe("none");
    expect(await attempt(next)).toBe("factor_wrong");
    await clock.advance(90 * seconds);
    expect(await attempt(await codeAt(-1))).toBe("none");
    await clock.advance(60 * seconds);
    const code = await codeAt();
    const contexts = await Promise.all(Array.from({ length: 5 }, who.now));
    const sent = await Promise.all(contexts.map((context) => refusalOf(proveApp(context, { code }))));
    expect(sent.filter((one) => one === "none")).toHaveLength(1);
    const [row] = await owner.select().from(secondFactors).where(eq(secondFactors.userId, first.person.id));
    expect(row?.sealedSecret?.toString("latin1")).not.toContain(
      Buffer.from(Secret.fromBase32(secret).bytes).toString("latin1"),
    );
    expect(testKeys.open("k1", row?.sealedSecret ?? Buffer.alloc(0), "totp/somebody-else")).toBeNull();
  });

  it("meets guessing with a delay over the account, from whatever sessions", async () => {
    const first = await signedIn();
    await addApp(first);
    const refused: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      const who = await signedIn([], first.person);
      refused.push(await refusalOf(proveApp(await who.now(), { code: "000000" })));
    }
    expect(refused.slice(0, 5)).toEqual(Array(5).fill("factor_wrong"));
    expect(refused.slice(5)).toContain("too_many_attempts");
  });

  it("is guessed at by who has the password, without keeping its owner's passkey waiting", async () => {
    const first = await signedIn();
    await addApp(first);
    const { key } = await addPasskey(first);
    const stranger = await signedIn([], first.person);
    const guess = async () => refusalOf(proveApp(await stranger.now(), { code: "000000" }));
    const guesses: string[] = [];
    for (let n = 0; n < 8; n += 1) guesses.push(await guess());
    expect(guesses).toContain("too_many_attempts");
    const forged: string[] = [];
    for (let n = 0; n < 8; n += 1) forged.push(await prove(stranger, new Authenticator()));
    expect(forged).toContain("too_many_attempts");
    const mine = await signedIn([], first.person);
    expect(await prove(mine, key)).toBe("none");
    expect(await standing(mine)).toBe("whole");
  });
});

describe("recovery codes", () => {
  it("come with the first factor alone, prove once each, and tell the person by mail", async () => {
    const first = await signedIn();
    const { codes } = await addApp(first);
    expect(codes).toHaveLength(10);
    expect((await addPasskey(first)).recoveryCodes).toBeNull();
    const [code = ""] = codes ?? [];
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    const who = await signedIn([], first.person);
    expect(
      await refusalOf(proveRecoveryCode(await who.now(), { code: code.toLowerCase().replaceAll("-", " ") })),
    ).toBe("none");
    expect(await standing(who)).toBe("whole");
    const other = await signedIn([], first.person);
    expect(await refusalOf(proveRecoveryCode(await other.now(), { code }))).toBe("factor_wrong");
    const stored = await owner.select().from(recoveryCodes).where(eq(recoveryCodes.userId, first.person.id));
    expect(JSON.stringify(stored)).not.toContain(code);
    const told = await owner.select().from(messages).where(eq(messages.recipientId, first.person.id));
    expect(told.map(({ details }) => details?.change)).toEqual(["added", "added", "recovery_code_used"]);
    const recorded = await owner
      .select({ details: auditEvents.details })
      .from(auditEvents)
      .where(eq(auditEvents.actorId, first.person.id));
    expect(JSON.stringify(recorded)).not.toContain(code);
  });

  it("are replaced together", async () => {
    const who = await signedIn();
    const { codes } = await addApp(who);
    const renewed = await renewRecoveryCodes(requireFreshProof((await who.now()) as UserContext));
    const other = await signedIn([], who.person);
    expect(await refusalOf(proveRecoveryCode(await other.now(), { code: codes?.[0] ?? "" }))).toBe(
      "factor_wrong",
    );
    expect(await refusalOf(proveRecoveryCode(await other.now(), { code: renewed[0] ?? "" }))).toBe("none");
  });
});

describe("adding a factor, and a fresh proof", () => {
  it("takes the factor that is there, never the password beside it", async () => {
    const first = await signedIn();
    const { key } = await addPasskey(first);
    const who = await signedIn([], first.person);
    expect(await refusalOf(who.now().then(beginPasskey))).toBe("factor_required");
    expect(await refusalOf(who.now().then((context) => beginApp(context, { name: "Phone" })))).toBe(
      "factor_required",
    );
    await prove(who, key);
    await clock.advance(6 * 60 * seconds);
    expect((await who.now()).actor.freshProof).toBe(false);
    expect(await refusalOf(who.now().then(beginPasskey))).toBe("proof_required");
    expect(await refusalOf(proveSession((await who.now()) as UserContext, { password: goodPassword }))).toBe(
      "proof_required",
    );
    await prove(who, key);
    expect((await who.now()).actor.freshProof).toBe(true);
  });
});

describe("a reset, for who lost every factor", () => {
  it("takes an Administrator who asks and a Security Admin who approves, neither of them the person", async () => {
    const who = await signedIn(["access_requests.decide"]);
    const { codes } = await addApp(who);
    const administrator = await createUser(owner, {
      permissions: ["users.manage", "access_requests.decide"],
    });
    const approver = await createUser(owner, { permissions: ["access_requests.decide"] });
    const manages = contextOf<"users.manage">(app, administrator);
    const reason = "The phone fell into the harbour.";
    const of = (userId: string) => refusalOf(askForFactorReset(manages, { userId, reason }));
    expect(await of(administrator.id)).toBe("own_request");
    expect(await of(approver.id)).toBe("conflict");
    const { requestId } = await askForFactorReset(manages, { userId: who.person.id, reason });
    await expect(codeOf(owner, requestId, who.person)).rejects.toThrow("no code");
    await approveRequest(owner, app, requestId, approver);
    expect(await readSession({ db: app }, who.sessionId, { touch: false })).toBeNull();
    const again = await signedIn([], who.person);
    expect(await standing(again)).toBe("set_up");
    expect(await refusalOf(proveRecoveryCode(await again.now(), { code: codes?.[0] ?? "" }))).toBe(
      "factor_wrong",
    );
    const told = await owner.select().from(messages).where(eq(messages.recipientId, who.person.id));
    expect(told.map(({ details }) => details?.change)).toContain("reset");
  });
});
