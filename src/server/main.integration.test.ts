import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cuttableLink } from "./test/cuttable-link";
import { testDatabase } from "./test/database";
import { bundleProcess, freePort, type ProcessBundle, type Started, waitForHealth } from "./test/process";

const database = await testDatabase();
let bundle: ProcessBundle;
let folder = "";
const running: Started[] = [];

beforeAll(async () => {
  bundle = await bundleProcess();
  folder = mkdtempSync(join(tmpdir(), "countersign-process-"));
  // Root's Postgres runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  for (const { child, ended } of running) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  }
  bundle.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function start(env: Record<string, string>): Started {
  const started = bundle.start(env);
  running.push(started);
  return started;
}

async function facts(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers });
  return (await answer.json()) as { address: string | null; local: boolean; requestId: string };
}

describe("in embedded mode", () => {
  it("starts, tells a second start where it is, lets what is in flight finish, and refuses its data without DEMO", async () => {
    const dataDir = join(folder, "data");
    const env = { DATA_DIR: dataDir, PORT: `${await freePort()}` };
    const first = start(env);
    await waitForHealth(first, 200);
    expect(first.printed()).toContain(`ready at ${first.origin}`);
    for (const name of ["Ingrid Solberg", "Maya Okafor", "Tomás Reyes", "Sam Whitlock"]) {
      expect(first.printed()).toContain(name);
    }
    const forged = { "X-Forwarded-For": "198.51.100.7" };
    expect(await facts(first.origin)).toMatchObject({
      address: expect.stringMatching(/^(127.0.0.1|::1)$/),
      local: true,
    });
    expect(await facts(first.origin, forged)).toMatchObject({
      address: expect.stringMatching(/^(127.0.0.1|::1)$/),
    });

    const second = start({ ...env, PORT: `${await freePort()}` });
    expect(await second.ended).toBe(1);
    expect(second.printed()).toContain(`is running at ${first.origin}`);

    const slow = facts(`${first.origin}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.child.kill("SIGTERM");
    expect((await slow).requestId).toMatch(/^req_/);
    expect(await first.ended).toBe(0);
    expect([existsSync(dataDir), existsSync(join(dataDir, "owner.json"))]).toEqual([true, false]);

    const undemanded = start({ ...env, DEMO: "0" });
    expect(await undemanded.ended).toBe(1);
    expect(undemanded.printed()).toContain("seeded as a demonstration");
  }, 120_000);
});

describe("on a Postgres of its own", () => {
  const settings = async (link: (url: string) => string) => ({
    DATABASE_URL: link(database.appUrl),
    DATABASE_OWNER_URL: link(database.ownerUrl),
    DATABASE_JOBS_URL: link(database.jobsUrl),
    DATA_DIR: join(folder, "state"),
    PORT: `${await freePort()}`,
    AUTH_SECRET: "a".repeat(43),
    ENCRYPTION_KEYS: `k1:${"A".repeat(43)}`,
    RESEND_API_KEY: "re_test",
    RESEND_FROM: "Countersign <countersign@example.com>",
    RESEND_BASE_URL: "http://127.0.0.1:9",
    TRUSTED_PROXIES: "127.0.0.1,::1",
  });

  it("answers 503 while the database is away and recovers by itself; believes its proxy; never prints the set-up code", async () => {
    const link = await cuttableLink(database.appUrl);
    const env = await settings(link.through);
    const started = start(env);
    await waitForHealth(started, 200);

    const path = join(env.DATA_DIR, "setup-code");
    expect(started.printed()).toContain(path);
    expect(started.printed()).not.toContain(readFileSync(path, "utf8").trim());
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const forwarded = { "X-Forwarded-For": "192.0.2.66, 203.0.113.7" };
    expect(await facts(started.origin, forwarded)).toMatchObject({ address: "203.0.113.7", local: false });
    expect(await facts(started.origin)).toMatchObject({ address: null });

    link.cut();
    await waitForHealth(started, 503);
    expect((await facts(started.origin, forwarded)).address).toBe("203.0.113.7");
    link.mend();
    await waitForHealth(started, 200);
    started.child.kill("SIGINT");
    expect(await started.ended).toBe(0);
    link.close();
  }, 120_000);

  it("ends with a sentence where the database is away", async () => {
    const link = await cuttableLink(database.appUrl);
    link.cut();
    const started = start(await settings(link.through));
    expect(await started.ended).toBe(1);
    expect(started.printed()).toContain("The database cannot be reached");
    link.close();
  }, 60_000);

  it("ends with a sentence where its port is taken, and with one a wrong setting", async () => {
    const env = await settings((url) => url);
    const other = createServer().listen(Number(env.PORT), "127.0.0.1");
    const started = start(env);
    expect(await started.ended).toBe(1);
    expect(started.printed()).toContain(`Port ${env.PORT} on 127.0.0.1 is in use`);
    other.close();
    const wrong = start({ ...env, TRUSTED_PROXIES: "10.0.0.1/8" });
    expect(await wrong.ended).toBe(1);
    expect(wrong.printed()).toContain("10.0.0.1/8 has host bits; did you mean 10.0.0.0/8?");
  }, 60_000);
});
