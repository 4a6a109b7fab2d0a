import "server-only";
import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions, type Session, type User } from "next-auth";
import { decode, encode, type JWT } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { isDemonstrationPerson } from "../contracts/demonstration";
import { emailSchema, signInSchema } from "../contracts/people";
import type { Permission } from "../contracts/permissions";
import { knownDeviceDays } from "./domain/access/known-device";
import type { HalfActor, ServiceContext, UserActor } from "./domain/context";
import { databaseAway, isDatabaseAway } from "./domain/database-away";
import { DomainError, isDomainError } from "./domain/errors";
import { signOut } from "./domain/session/end-session";
import { readSession } from "./domain/session/read-session";
import type { SessionCookie } from "./domain/session/renew-session";
import { sessionLife } from "./domain/session/session-life";
import { signIn } from "./domain/session/sign-in";
import { signInDemonstration } from "./domain/session/sign-in-demonstration";
import { runtime } from "./runtime";

const maxAge = sessionLife.hours * 60 * 60;
/** Sent by what a page asks for by itself, so that an open page alone does not keep a session from idling out. */
const passiveHeader = "x-countersign-passive";

const isHttps = () => runtime().settings.appUrl.protocol === "https:";
const cookieName = (name: string) => `${isHttps() ? "__Host-" : ""}countersign.${name}`;

/** The session cookie carries an encrypted session id and its own number; its name tells the browser to bind it to the host. */
export const sessionCookieName = () => cookieName("session");

/**
 * Sign-in and sign-out. Guarantee: every link and cookie is built from APP_URL, never from a header (rule 15); what a
 * session may do is read from its row at each request (rule 16).
 */
export function authOptions(keepDevice: (cookie: string) => void): NextAuthOptions {
  // next-auth takes its origin from here, and only without it from a header.
  process.env.NEXTAUTH_URL = runtime().settings.appUrl.origin;
  const secure = isHttps();
  const cookie = (name: string) => ({
    name: cookieName(name),
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure },
  });
  return {
    // Makes new cookies; older secrets still open theirs.
    secret: runtime().authSecrets()[0],
    session: { strategy: "jwt", maxAge },
    jwt: { maxAge, decode: ({ token }) => opened(token) },
    useSecureCookies: secure,
    cookies: {
      sessionToken: cookie("session"),
      callbackUrl: cookie("callback-url"),
      csrfToken: cookie("csrf-token"),
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: runtime().settings.demonstration ? [byPassword, byDemonstration] : [byPassword],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: (user as SignedIn).sessionId } : kept(token)),
      session: async ({ session, token }) => publicSession(session, whole(await actorOf(token, false))),
    },
    events: {
      signIn: ({ user }) => {
        const { deviceCookie } = user as SignedIn;
        if (deviceCookie) keepDevice(deviceCookie);
      },
      signOut: ({ token }) => endOwnSession(token),
    },
    logger: {
      error: (what) => runtime().logger.error({ what }, "sign-in failed"),
      warn: (what) => runtime().logger.warn({ what }, "sign-in warned"),
      debug: () => {},
    },
  };
}

interface SignedIn extends User {
  sessionId: string;
  /** What makes this browser a known one of theirs; not for a demonstration's press, which proves nothing. */
  deviceCookie?: string;
}

/** The cookie that a proof made: from its commit on, the one that the browser holds opens nothing (ASVS 7.2.4). */
export async function sessionCookieLine({
  sessionId: sid,
  cookieNumber: no,
}: SessionCookie): Promise<string> {
  const [secret = ""] = runtime().authSecrets();
  const value = await encode({ token: { sid, no }, secret, maxAge });
  return cookieLine(sessionCookieName(), value, maxAge);
}

/** The browser's known people, past the end of their sessions: it opens nothing, and is asked for at sign-in alone. */
export function deviceCookieLine(value: string): string {
  return cookieLine(cookieName("device"), value, knownDeviceDays * 24 * 60 * 60);
}

function cookieLine(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly;${isHttps() ? " Secure;" : ""} SameSite=Lax`;
}

type Credential = Parameters<ReturnType<typeof Credentials>["authorize"]>[1];

const byPassword = Credentials({
  id: "password",
  name: "password",
  credentials: { email: {}, password: {} },
  authorize: (given, request) =>
    authorized(request, async (context, userAgent) => {
      const input = signInSchema.safeParse(given);
      if (!input.success || !answersHere(input.data.email)) return null;
      const deviceCookie = cookieIn(request.headers?.cookie, cookieName("device")) ?? null;
      return signIn(context, { ...input.data, userAgent, deviceCookie });
    }),
});

const byDemonstration = Credentials({
  id: "demonstration",
  name: "demonstration",
  credentials: { email: {} },
  authorize: (given, request) =>
    authorized(request, async (context, userAgent) => {
      const email = emailSchema.safeParse(given?.email);
      if (!email.success) return null;
      return signInDemonstration(context, { email: email.data, local: isLocal(), userAgent });
    }),
});

/** Runs one way of signing in, then ends the session that the browser had before (ASVS 7.2.4). */
async function authorized(
  request: Credential,
  start: (
    context: ServiceContext,
    userAgent: string | null,
  ) => Promise<{ userId: string; sessionId: string; deviceCookie?: string } | null>,
): Promise<SignedIn | null> {
  try {
    const started = await start(serviceContext(), request.headers?.["user-agent"] ?? null);
    if (!started) return null;
    await endOwnSession(await opened(cookieIn(request.headers?.cookie, sessionCookieName())));
    const { userId: id, sessionId, deviceCookie } = started;
    return { id, sessionId, deviceCookie };
  } catch (error) {
    throw new Error(signInError(error));
  }
}

/** What the sign-in page reads from `error`: next-auth puts it in an address, so nothing else may stand in it. */
function signInError(error: unknown): string {
  if (!isDomainError(error)) {
    runtime().logger.error({ err: error }, "sign-in failed");
    return "unavailable";
  }
  if (error.code === "too_many_attempts") return `too_many_attempts.${error.details.retry_after_seconds}`;
  return error.code === "credentials_wrong" ? "CredentialsSignin" : error.code;
}

/** Who asks, as their rows stand now; null for nobody. Read anew for every request. */
export async function getActor(): Promise<UserActor | null> {
  return whole(await getAnyActor());
}

/** As getActor, but also who has signed in by password alone and owes a second factor. */
export async function getAnyActor(): Promise<UserActor | HalfActor | null> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  const passive = (await headers()).get(passiveHeader) === "1";
  return actorOf(await opened(token), !passive);
}

const whole = (actor: UserActor | HalfActor | null) => (actor?.kind === "user" ? actor : null);

/** As getActor, but a session does not live on by it: for what a page holds open by itself. */
export async function getPassiveActor(): Promise<UserActor | null> {
  return whole(await actorOf(await opened((await cookies()).get(sessionCookieName())?.value), false));
}

/** What a browser that signed in by password still owes; null where nothing is, or nobody signed in. */
export async function getFactorDue(): Promise<"proof" | "set_up" | null> {
  const actor = await getAnyActor();
  return actor?.kind === "half" ? actor.needs : null;
}

export interface PageSession {
  user: { id: string; name: string; email: string; roles: string[]; permissions: Permission[] };
}

/** The signed-in person for pages and layouts, in plain values; null for nobody. Decides what is shown, nothing else. */
export async function getSession(): Promise<PageSession | null> {
  const actor = await getActor();
  if (!actor) return null;
  const { userId, name, email, roles, permissions } = actor;
  return { user: { id: userId, name, email, roles: [...roles], permissions: [...permissions] } };
}

const answered = new Set(["csrf", "session", "providers", "signin", "signout", "callback", "error"]);
const largestForm = 16 * 1024;

/**
 * The sign-in routes; changes from our own origin alone. next-auth's `_log`, which lets anybody write to the log, does not
 * exist here.
 */
export async function handleAuth(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const [action = ""] = (await context.params).nextauth;
  if (!answered.has(action)) return new Response(null, { status: 404 });
  if (request.method === "POST" && request.headers.get("origin") !== runtime().settings.appUrl.origin)
    return new Response(null, { status: 403 });
  if (Number(request.headers.get("content-length") ?? 0) > largestForm)
    return new Response(null, { status: 413 });
  const devices: string[] = [];
  const answer: Response = await NextAuth(
    request,
    context,
    authOptions((cookie) => devices.push(cookie)),
  );
  for (const cookie of devices) answer.headers.append("set-cookie", deviceCookieLine(cookie));
  return answer;
}

/** Demonstration people answer only this very machine, whatever way they came in. */
function answersHere(email: string): boolean {
  return !runtime().settings.demonstration || !isDemonstrationPerson(email) || isLocal();
}

const isLocal = () => runtime().clientFacts.getStore()?.local === true;

function serviceContext(): ServiceContext {
  const { db, keys, settings, clientFacts } = runtime();
  const facts = clientFacts.getStore();
  const requestId = facts?.requestId ?? "req_none";
  return { actor: { kind: "anonymous" }, clientIp: facts?.address ?? null, requestId, db, keys, settings };
}

async function actorOf(cookie: JWT | null, touch: boolean): Promise<UserActor | HalfActor | null> {
  if (!cookie || typeof cookie.sid !== "string") return null;
  const cookieNumber = typeof cookie.no === "number" ? cookie.no : 0;
  const actor = await readSession(runtime(), cookie.sid, { touch, cookieNumber }).catch(unreadable);
  return actor && answersHere(actor.email) ? actor : null;
}

/** Next prints what a page throws, and a database's own error quotes its statement's parameters: it goes to our log alone. */
function unreadable(error: unknown): never {
  const requestId = runtime().clientFacts.getStore()?.requestId;
  runtime().logger.error({ err: error, requestId }, "a session could not be read");
  if (isDatabaseAway(error)) throw new DomainError("unavailable", databaseAway);
  throw new Error("The session could not be read.");
}

async function endOwnSession(cookie: JWT | null): Promise<void> {
  const actor = await actorOf(cookie, false);
  if (actor) await signOut({ ...serviceContext(), actor });
}

/** What of a cookie goes into the next one of the same number. */
const kept = ({ sid, no }: JWT): JWT => ({ sid, no });

/** What a session cookie holds; null where none of our secrets made it, by the one algorithm that ours are made with. */
async function opened(token: string | undefined): Promise<JWT | null> {
  for (const secret of isOfOurKind(token) ? runtime().authSecrets() : []) {
    const read = await decode({ token, secret }).catch(() => null);
    if (read) return read;
  }
  return null;
}

/** The library would open any symmetric algorithm that fits the key (ASVS 9.1.2). */
function isOfOurKind(token: string | undefined): boolean {
  try {
    const { alg, enc } = JSON.parse(Buffer.from(token?.split(".")[0] ?? "", "base64url").toString());
    return alg === "dir" && enc === "A256GCM";
  } catch {
    return false;
  }
}

function cookieIn(header: unknown, name: string): string | undefined {
  const start = `${name}=`;
  return String(header ?? "")
    .split(/; */)
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}

/** Empty where the session has ended, which the client reads as "nobody". */
function publicSession(session: Session, actor: UserActor | null): Session {
  if (!actor) return {} as Session;
  return { expires: session.expires, user: { name: actor.name, email: actor.email } };
}
