import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import type { TestDatabase } from "../database";
import { testAuthSecret } from "../factories/people";
import { callProcedure, sessionCookie } from "../procedure-call";
import { bundleProcess, freePort, type Started, waitForHealth } from "../process";
import { startResendServer } from "../resend-server";

/** Where every caller stands. */
export const callersAddress = "203.0.113.24";

export interface Answer {
  /** The refusal's code, or "let in". */
  code: string;
  text: string;
}

const letIn = "let in";

/** A problem's of the API, or a refusal's of tRPC. */
const codeIn = (body: { code?: string; error?: { json: { data: { reason: string } } } }) =>
  body.code ?? body.error?.json.data.reason ?? "";

/** Two instances of the application on one database, each a process of the operating system with connections of its own. */
export function twoApplications({ appUrl, ownerUrl, jobsUrl }: TestDatabase) {
  const origins: string[] = [];
  const running: Started[] = [];
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-revocations-"));
  let remove = () => {};
  let stopMail = async () => {};

  beforeAll(async () => {
    const bundle = await bundleProcess("procedure-pages.ts");
    remove = bundle.remove;
    const provider = await startResendServer();
    stopMail = provider.stop;
    for (let n = 0; n < 2; n += 1) {
      const port = await freePort();
      const started = bundle.start({
        DATABASE_URL: appUrl,
        DATABASE_OWNER_URL: ownerUrl,
        DATABASE_JOBS_URL: jobsUrl,
        DATA_DIR: dataDir,
        PORT: `${port}`,
        APP_URL: `http://localhost:${port}`,
        AUTH_SECRET: testAuthSecret,
        ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64url")}`,
        RESEND_API_KEY: "re_test",
        RESEND_FROM: "Countersign <countersign@example.com>",
        RESEND_BASE_URL: provider.url,
        TRUSTED_PROXIES: "127.0.0.1,::1",
        LOG_LEVEL: "error",
      });
      running.push(started);
      origins.push(started.origin);
    }
    await Promise.all(running.map((one) => waitForHealth(one, 200)));
  }, 90_000);

  afterAll(async () => {
    for (const { child } of running) child.kill("SIGTERM");
    await Promise.all(running.map(({ ended }) => ended));
    await stopMail();
    remove();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const printed = () => running.map((one) => one.printed()).join("\n");

  /** Asks again where an instance says that it failed: nothing was done and nothing given, and a busy machine may be slow. */
  async function ask(send: () => Promise<Response>): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await send();
      const text = await answer.text();
      if (answer.status === 200) return { code: letIn, text };
      if (answer.status < 500) return { code: codeIn(JSON.parse(text)), text };
      if (tries === 60) throw new Error(`${answer.url}: ${text}\n${printed().slice(-4_000)}`);
      await sleep(250);
    }
  }
  const at = (instance: number) => origins[instance % 2] ?? "";

  /** Get Customer Details with Token. */
  const read = (instance: number, secret: string, customerId: string) => {
    const headers = { "x-forwarded-for": callersAddress, authorization: `Bearer ${secret}` };
    return ask(() => fetch(`${at(instance)}/api/v1/customers/${customerId}`, { headers }));
  };

  const cookies = new Map<string, Promise<string>>();
  /** A procedure, as the person of this session. */
  async function call(instance: number, procedure: string, sessionId: string, input: object) {
    const made = cookies.get(sessionId) ?? sessionCookie(sessionId, testAuthSecret);
    cookies.set(sessionId, made);
    const browser = { cookie: await made, from: callersAddress };
    return ask(() => callProcedure(at(instance), procedure, browser, input));
  }

  /** A procedure that must succeed. */
  async function change(instance: number, procedure: string, sessionId: string, input: object) {
    const { code, text } = await call(instance, procedure, sessionId, input);
    if (code !== letIn) throw new Error(`${procedure}: ${text}`);
  }
  return { read, call, change };
}

export type Applications = ReturnType<typeof twoApplications>;
