import { AsyncLocalStorage } from "node:async_hooks";
import { hkdfSync } from "node:crypto";
import { createRequire } from "node:module";
import { and, eq, isNull } from "drizzle-orm";
import { EncryptJWT } from "jose";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { demonstrationPassword } from "@/contracts/demonstration";
import { authOptions, deviceCookieLine, handleAuth, sessionCookieLine } from "./auth";
import { programSettings, sessions } from "./db/schema";
import { createDemonstrationPeople, seedBuiltInRoles } from "./db/seed/people";
import { type ClientFacts, installRuntime, type Runtime } from "./runtime";
import { testDatabase } from "./test/database";
import { givePassword, goodPassword } from "./test/factories/accounts";
import { createUser, type TestPerson, testAuthSecret, testKeys, testSettings } from "./test/factories/people";

const { owner, app } = await testDatabase();
const clientFacts = new AsyncLocalStorage<ClientFacts>();
const here: ClientFacts = { address: "127.0.0.1", local: true, requestId: "req_here" };
const elsewhere: ClientFacts = { address: "203.0.113.7", local: false, requestId: "req_elsewhere" };
let person: TestPerson;
let authSecrets = [testAuthSecret];

beforeAll(async () => {
  vi.stubEnv("AUTH_TRUST_HOST", "1");
  await seedBuiltInRoles(owner);
  await createDemonstrationPeople(owner);
  person = await createUser(owner);
  await givePassword(owner, person);
  useOrigin("http://localhost:3000");
});

function useOrigin(origin: string, demonstration = true): void {
  const settings = { ...testSettings, appUrl: new URL(origin), demonstration, mail: "mailbox" as const };
  installRuntime({
    db: app,
    keys: testKeys,
    authSecrets: () => authSecrets,
    settings,
    clientFacts,
    logger: pino({ level: "silent" }),
  } as unknown as Runtime);
}

interface Answer {
  body: Record<string, unknown>;
  setCookies: string[];
}

/** A browser that keeps cookies and speaks to next-auth's own handler. */
function browser(facts: ClientFacts) {
  const jar = new Map<string, string>();
  const call = async (
    method: "GET" | "POST",
    path: string[],
    body?: Record<string, string>,
  ): Promise<Answer> => {
    const answer: Answer = { body: {}, setCookies: [] };
    const res = {
      status: () => res,
      setHeader: (name: string, value: string | string[]) => {
        if (name === "Set-Cookie") answer.setCookies = [value].flat();
        return res;
      },
      getHeader: () => answer.setCookies,
      send: (sent: Answer["body"]) => Object.assign(answer.body, sent),
      json: (sent: Answer["body"]) => Object.assign(answer.body, sent),
      end: () => {},
    };
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { host: "evil.example", "x-forwarded-host": "evil.example", cookie };
    const cookies = Object.fromEntries(jar);
    const request = { method, query: { nextauth: path }, headers, cookies, body };
    const options = authOptions((device) => answer.setCookies.push(deviceCookieLine(device)));
    await clientFacts.run(facts, () => NextAuth(request as never, res as never, options));
    for (const line of answer.setCookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) jar.set(name, decodeURIComponent(value));
      else jar.delete(name);
    }
    return answer;
  };
  const token = async () => String((await call("GET", ["csrf"])).body.csrfToken);
  const post = async (path: string[], body: Record<string, string>) =>
    call("POST", path, { ...body, csrfToken: await token(), json: "true" });
  return {
    jar,
    call,
    post,
    signIn: (provider: string, body: Record<string, string>) => post(["callback", provider], body),
    whoAmI: async () => (await call("GET", ["session"])).body,
  };
}

const failureIn = ({ body }: Answer) => new URL(String(body.url)).searchParams.get("error");

describe("signing in over HTTP", () => {
  it("sets one cookie that scripts cannot read, with nothing in it but an encrypted id", async () => {
    const visitor = browser(elsewhere);
    const answer = await visitor.signIn("password", {
      email: person.email.toUpperCase(),
      password: goodPassword,
    });
    const line = answer.setCookies.find((one) => one.startsWith("countersign.session="));
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toContain(person.email);
    expect(await visitor.whoAmI()).toMatchObject({ user: { email: person.email } });
    expect(String(answer.body.url)).toContain("http://localhost:3000");
  });

  it("binds cookies to the host, secure, where the origin is https", async () => {
    useOrigin("https://countersign.example");
    const visitor = browser(elsewhere);
    const answer = await visitor.signIn("password", { email: person.email, password: goodPassword });
    for (const line of answer.setCookies) {
      expect(line).toMatch(/^__Host-countersign\./);
      expect(line).toMatch(/; Path=\/; .*HttpOnly; Secure; SameSite=Lax/);
      expect(line).not.toContain("Domain=");
    }
    expect(answer.setCookies.map((line) => line.split("=")[0])).toEqual(
      expect.arrayContaining(["__Host-countersign.session", "__Host-countersign.device"]),
    );
    expect(String(answer.body.url)).not.toContain("evil.example");
    useOrigin("http://localhost:3000");
  });

  it("opens what an older secret made, makes new ones with the newest, and forgets who used one that is gone", async () => {
    const visitor = browser(elsewhere);
    await visitor.signIn("password", { email: person.email, password: goodPassword });
    const old = visitor.jar.get("countersign.session") ?? "";
    authSecrets = ["the-newest-of-two-the-newest-of-two", testAuthSecret];
    expect(await visitor.whoAmI()).toMatchObject({ user: { email: person.email } });
    expect(visitor.jar.get("countersign.session")).not.toBe(old);
    authSecrets = authSecrets.slice(0, 1);
    expect(await visitor.whoAmI()).toMatchObject({ user: { email: person.email } });
    visitor.jar.set("countersign.session", old);
    expect(await visitor.whoAmI()).toEqual({});
    authSecrets = [testAuthSecret];
  });

  it("passes on the number of the cookie that a proof made, and opens no earlier one (ASVS 7.2.4)", async () => {
    const visitor = browser(elsewhere);
    await visitor.signIn("password", { email: person.email, password: goodPassword });
    const first = visitor.jar.get("countersign.session") ?? "";
    const [made] = await owner
      .update(sessions)
      .set({ cookieNumber: 1 })
      .where(and(eq(sessions.userId, person.id), isNull(sessions.endedAt), eq(sessions.cookieNumber, 0)))
      .returning();
    expect(await visitor.whoAmI()).toEqual({});
    const line = await sessionCookieLine({ sessionId: made?.id ?? "", cookieNumber: 1 });
    expect(line).toMatch(/^countersign\.session=[^;]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
    const second = /=([^;]+)/.exec(line)?.[1] ?? "";
    visitor.jar.set("countersign.session", second);
    for (let asked = 0; asked < 2; asked += 1) {
      expect(await visitor.whoAmI()).toMatchObject({ user: { email: person.email } });
    }
    expect(visitor.jar.get("countersign.session")).not.toBe(second);
    visitor.jar.set("countersign.session", first);
    expect(await visitor.whoAmI()).toEqual({});
  });

  it("takes a cookie by the one algorithm that it makes them with, whoever knows the key (ASVS 9.1.2)", async () => {
    const visitor = browser(elsewhere);
    await visitor.signIn("password", { email: person.email, password: goodPassword });
    const session = await owner.query.sessions.findFirst({
      where: (row, { eq }) => eq(row.userId, person.id),
      orderBy: (row, { desc }) => desc(row.createdAt),
    });
    const key = hkdfSync("sha256", testAuthSecret, "", "NextAuth.js Generated Encryption Key", 32);
    const cookie = (enc: string) =>
      new EncryptJWT({ sid: session?.id })
        .setProtectedHeader({ alg: "dir", enc })
        .setExpirationTime("1h")
        .encrypt(new Uint8Array(key));
    visitor.jar.set("countersign.session", await cookie("A256GCM"));
    expect(await visitor.whoAmI()).toMatchObject({ user: { email: person.email } });
    visitor.jar.set("countersign.session", await cookie("A128CBC-HS256"));
    expect(await visitor.whoAmI()).toEqual({});
  });

  it("lets a known browser in while a stranger behind the same address guesses, and sets that cookie for no other", async () => {
    const here = { ...elsewhere, address: "198.51.100.77" };
    const [known, stranger] = [browser(here), browser(here)];
    const right = { email: person.email, password: goodPassword };
    const line = (await known.signIn("password", right)).setCookies.find((one) => one.includes(".device="));
    expect(line).toMatch(/^countersign\.device=[\w.-]+; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
    for (let taken = 0; taken < 10; taken += 1) {
      const { setCookies } = await stranger.signIn("password", { ...right, password: "wrong" });
      expect(setCookies.join()).not.toContain(".device=");
    }
    expect(failureIn(await stranger.signIn("password", right))).toMatch(/^too_many_attempts/);
    await known.post(["signout"], {});
    await known.signIn("password", right);
    expect(await known.whoAmI()).toMatchObject({ user: { email: person.email } });
  });

  it("gives the route's own answer the session and the device, and a wrong password neither", async () => {
    const visitor = browser({ ...elsewhere, address: "198.51.100.78" });
    const { csrfToken } = (await visitor.call("GET", ["csrf"])).body;
    const scope = createRequire(import.meta.url)("next/headers");
    const jar = [...visitor.jar].map(([name, value]) => ({ name, value }));
    vi.spyOn(scope, "cookies").mockResolvedValue({ getAll: () => jar });
    vi.spyOn(scope, "headers").mockResolvedValue(new Headers());
    const path = ["callback", "password"];
    const namesSet = async (password: string) => {
      const body = new URLSearchParams({ email: person.email, password, csrfToken: String(csrfToken) });
      const request = new NextRequest("http://localhost:3000/api/auth/callback/password", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost:3000" },
        body,
      });
      const params = Promise.resolve({ nextauth: path });
      const answer = await clientFacts.run(elsewhere, () => handleAuth(request, { params }));
      return answer.headers.getSetCookie().map((line) => line.split("=")[0]);
    };
    const made = ["countersign.session", "countersign.device"];
    expect(await namesSet(goodPassword)).toEqual(expect.arrayContaining(made));
    const wrong = await namesSet("wrong");
    for (const name of made) expect(wrong).not.toContain(name);
    vi.restoreAllMocks();
  });

  it("changes nothing for another origin, nor where none is told", async () => {
    const params = Promise.resolve({ nextauth: ["callback", "password"] });
    for (const origin of ["https://evil.example", "http://localhost:3001", "null", null]) {
      const url = "http://localhost:3000/api/auth/callback/password";
      const headers: HeadersInit = origin === null ? {} : { origin };
      const request = new NextRequest(url, { method: "POST", headers, body: new URLSearchParams() });
      const answer = await clientFacts.run(elsewhere, () => handleAuth(request, { params }));
      expect(answer.status, `${origin}`).toBe(403);
    }
  });

  it("needs the page's own token, and says no more than that the pair does not match", async () => {
    const visitor = browser(elsewhere);
    await visitor.call("POST", ["callback", "password"], { email: person.email, password: goodPassword });
    expect(await visitor.whoAmI()).toEqual({});
    expect(failureIn(await visitor.signIn("password", { email: person.email, password: "wrong" }))).toBe(
      "CredentialsSignin",
    );
    expect(
      failureIn(await visitor.signIn("password", { email: "nobody@x.example", password: "wrong" })),
    ).toBe("CredentialsSignin");
    expect(failureIn(await visitor.signIn("password", { email: "not an address", password: "" }))).toBe(
      "CredentialsSignin",
    );
  });

  it("says how long to wait after many guesses", async () => {
    const visitor = browser({ ...elsewhere, address: "198.51.100.1" });
    const guess = () => visitor.signIn("password", { email: "maybe@x.example", password: "wrong" });
    for (let taken = 0; taken < 5; taken += 1) await guess();
    expect(failureIn(await guess())).toMatch(/^too_many_attempts\.\d+$/);
  });

  it("ends the session at sign-out, and the one before at the next sign-in", async () => {
    const visitor = browser(elsewhere);
    const enter = () => visitor.signIn("password", { email: person.email, password: goodPassword });
    await enter();
    const stolen = new Map(visitor.jar);
    await enter();
    const thief = browser(elsewhere);
    for (const [name, value] of stolen) thief.jar.set(name, value);
    expect(await thief.whoAmI()).toEqual({});
    expect(await visitor.whoAmI()).toMatchObject({ user: { email: person.email } });
    const kept = new Map(visitor.jar);
    await visitor.post(["signout"], {});
    for (const [name, value] of kept) thief.jar.set(name, value);
    expect(await thief.whoAmI()).toEqual({});
    const reasons = (await owner.select().from(sessions)).map((row) => row.endedReason);
    expect(reasons.filter((reason) => reason === "signed_out").length).toBeGreaterThanOrEqual(2);
  });
});

describe("demonstration people over HTTP", () => {
  const email = "maya.okafor@harbour.example";

  beforeAll(async () => {
    await owner.insert(programSettings).values({ name: "Harbour Rewards", demonstration: true });
  });
  afterAll(async () => {
    await owner.delete(programSettings);
  });

  it("come in on this machine with one press or the printed password", async () => {
    for (const enter of [
      (visitor: ReturnType<typeof browser>) => visitor.signIn("demonstration", { email }),
      (visitor: ReturnType<typeof browser>) =>
        visitor.signIn("password", { email, password: demonstrationPassword }),
    ]) {
      const visitor = browser(here);
      await enter(visitor);
      expect(await visitor.whoAmI()).toMatchObject({ user: { email } });
    }
  });

  it("do not answer from elsewhere: no press, no printed password, no session taken along", async () => {
    const visitor = browser(elsewhere);
    await visitor.signIn("demonstration", { email });
    expect(await visitor.whoAmI()).toEqual({});
    await visitor.signIn("password", { email, password: demonstrationPassword });
    expect(await visitor.whoAmI()).toEqual({});
    const local = browser(here);
    await local.signIn("demonstration", { email });
    for (const [name, value] of local.jar) visitor.jar.set(name, value);
    expect(await visitor.whoAmI()).toEqual({});
  });

  it("are not there outside a demonstration", async () => {
    useOrigin("http://localhost:3000", false);
    const visitor = browser(here);
    const providers = await visitor.call("GET", ["providers"]);
    expect(Object.keys(providers.body)).toEqual(["password"]);
    useOrigin("http://localhost:3000");
  });
});
