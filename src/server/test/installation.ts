import { setTimeout as sleep } from "node:timers/promises";
import { type TOTP, URI } from "otpauth";
import { expect } from "vitest";
import { day } from "../../contracts/day";
import type { Database } from "../db/client";
import { createCustomer } from "./factories/customers";
import { createUser, type TestPerson } from "./factories/people";
import { createLiveToken, digestOf } from "./factories/requests";
import { callProcedure, sessionCookie } from "./procedure-call";
import { type ProcessBundle, type Started, waitForHealth } from "./process";
import type { ResendServer } from "./resend-server";

const from = "203.0.113.24";

interface InstallationParts {
  bundle: ProcessBundle;
  provider: ResendServer;
  /** As whoever runs Countersign has set them. */
  settings: Record<string, string>;
  /** The newest, that a sign-in would use. */
  authSecret: () => string;
}

/** An application that runs as a process, with those who use it and whoever runs it. */
export function installation({ bundle, provider, settings, authSecret }: InstallationParts) {
  let running: Started | undefined;
  const origin = `http://localhost:${settings.PORT}`;

  async function start(): Promise<void> {
    running = bundle.start(settings);
    await waitForHealth(running, 200);
  }
  async function stop(): Promise<void> {
    running?.child.kill("SIGTERM");
    await running?.ended;
  }

  /** `npm run keys:rotate` beside the running application, with its settings; what it printed. */
  async function rotate(...args: string[]): Promise<string> {
    const tool = bundle.run("keys-rotate", args, settings);
    expect(await tool.ended, tool.printed()).toBe(0);
    return tool.printed();
  }

  /** How many proofs have made each session's cookie anew. */
  const proofs = new Map<string, number>();
  /** What a sign-in or the last proof would leave in the person's browser now. */
  const cookieOf = ({ sessionId }: TestPerson) =>
    sessionCookie(sessionId, authSecret(), proofs.get(sessionId));

  /** A procedure as this person; its result, or the refusal's sentence. */
  async function call(person: TestPerson | null, procedure: string, input: object, cookie?: string) {
    const own = cookie ?? (person ? await cookieOf(person) : "");
    const answer = await callProcedure(origin, procedure, { cookie: own, from }, input);
    if (person && answer.headers.getSetCookie().length > 0)
      proofs.set(person.sessionId, (proofs.get(person.sessionId) ?? 0) + 1);
    const body = (await answer.json()) as {
      result?: { data: { json?: Record<string, string> } };
      error?: { json: { message: string } };
    };
    return body.result ? { done: body.result.data.json ?? {} } : { refused: body.error?.json.message };
  }
  async function must(person: TestPerson | null, procedure: string, input: object) {
    const { done, refused } = await call(person, procedure, input);
    if (!done) throw new Error(`${procedure}: ${refused}\n${running?.printed().slice(-4_000)}`);
    return done;
  }

  /** What the link in a mail carries, once the mail has reached the provider. */
  async function mailed({ email }: TestPerson, key: string, pattern: RegExp): Promise<string> {
    const mine = () => provider.mails.find(({ to, key: own }) => to === email && own.startsWith(key));
    const found = () => pattern.exec(mine()?.text ?? "")?.[1];
    await expect.poll(found, { timeout: 60_000, interval: 100 }).toBeTruthy();
    return found() ?? "";
  }

  /** Asks the public API. */
  const read = (secret: string, path: string) =>
    fetch(`${origin}/api/v1${path}`, {
      headers: { "x-forwarded-for": from, authorization: `Bearer ${secret}` },
    });

  /** Reads as a till does while the work is done; the answers' statuses. */
  async function readDuring<T>(secret: string, path: string, work: () => Promise<T>) {
    const statuses: number[] = [];
    let going = true;
    const reading = (async () => {
      while (going) {
        const answer = await read(secret, path);
        await answer.arrayBuffer();
        statuses.push(answer.status);
        await sleep(20);
      }
    })();
    const result = await work().finally(() => {
      going = false;
    });
    await reading;
    return { result, statuses };
  }

  return { start, stop, rotate, cookieOf, call, must, mailed, read, readDuring };
}

export type Installation = ReturnType<typeof installation>;

/** Generate and Submit Token on the running application. */
export async function submitThere({ must }: Installation, manager: TestPerson, now: Date): Promise<string> {
  const asked = {
    purpose: "Tills, Quayside stores",
    scopes: ["customers:read"],
    expiresAt: new Date(now.getTime() + 90 * day),
  };
  const { id: tokenId } = await must(manager, "securityTokens.generate", asked);
  const { requestId } = await must(manager, "securityTokens.submit", {
    ...asked,
    tokenId,
    networks: [{ network: "198.51.100.0/28", label: "", expiresAt: null }],
    ratePerMinute: 60,
    dailyLimit: 5000,
    reason: "The tills look up members by phone at checkout.",
  });
  return requestId ?? "";
}

export const codeMailed = ({ mailed }: Installation, admin: TestPerson, requestId: string) =>
  mailed(admin, `approval/${requestId}/`, /#code=([0-9A-Z]{10})/);

/** Approves with the code of the mail. */
export async function approveThere(
  { must }: Installation,
  owner: Database,
  admin: TestPerson,
  requestId: string,
  code: string,
): Promise<void> {
  await must(admin, "accessRequests.approve", { requestId, code, digest: await digestOf(owner, requestId) });
}

/** A token that reads and lists, and the page of customers from which its list goes on. */
export async function tillOf({ read }: Installation, owner: Database, app: Database) {
  const customer = await createCustomer(owner);
  await createCustomer(owner);
  const asked = { scopes: ["customers:read" as const, "customers:list" as const], ratePerMinute: 6_000 };
  const token = await createLiveToken(owner, app, asked);
  const path = `/customers/${customer.id}`;
  const first = (await (await read(token.secret, "/customers?limit=1")).json()) as { next_cursor: string };
  return { ...token, path, nextPage: `/customers?limit=1&cursor=${encodeURIComponent(first.next_cursor)}` };
}

/** A person with an authenticator app, whose codes count from its first one on. */
export async function createAppHolder({ must }: Installation, owner: Database, now: () => Promise<Date>) {
  const person = await createUser(owner);
  const { factorId, uri } = await must(person, "secondFactor.beginApp", { name: "Phone" });
  /** Each code is taken once: the step after this one's, which a clock that goes a little fast shows. */
  const code = async (ahead: number) =>
    (URI.parse(uri ?? "") as TOTP).generate({ timestamp: (await now()).getTime() + ahead * 30_000 });
  await must(person, "secondFactor.confirmApp", { factorId, code: await code(-1) });
  return { ...person, factorId: factorId ?? "", code };
}
