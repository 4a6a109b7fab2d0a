import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unknownBlocksPerMinute } from "../../db/queries/unknown-token-calls";
import { testDatabase } from "../database";
import { createCustomer } from "../factories/customers";
import { createProgram } from "../factories/people";
import { createLiveToken } from "../factories/requests";
import { long } from "../long";
import { bundleProcess, freePort, type ProcessBundle, type Started, waitForHealth } from "../process";
import { callSteadily, percentile, type Waits } from "./genuine";
import { flood, strangers } from "./stranger";

const database = await testDatabase();
const sql = database.owner.$client;
const requests = long ? 1_000_000 : 20_000;
const quietMs = long ? 20_000 : 3_000;

let bundle: ProcessBundle;
let started: Started;
let folder = "";
let port = 0;
let caller: { secret: string; customerId: string };

beforeAll(async () => {
  await createProgram(database.owner);
  const { secret } = await createLiveToken(database.owner, database.app, {
    ratePerMinute: 10_000_000,
    dailyLimit: 100_000_000,
  });
  caller = { secret, customerId: (await createCustomer(database.owner)).id };
  bundle = await bundleProcess();
  folder = mkdtempSync(join(tmpdir(), "countersign-flood-"));
  port = await freePort();
  started = bundle.start({
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_JOBS_URL: database.jobsUrl,
    DATA_DIR: folder,
    PORT: `${port}`,
    APP_URL: `http://localhost:${port}`,
    AUTH_SECRET: "a".repeat(43),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64url")}`,
    RESEND_API_KEY: "re_test",
    RESEND_FROM: "Countersign <countersign@example.com>",
    RESEND_BASE_URL: "http://127.0.0.1:9",
    TRUSTED_PROXIES: "127.0.0.1,::1",
  });
  await waitForHealth(started, 200);
}, 120_000);

afterAll(async () => {
  started?.child.kill("SIGTERM");
  await started?.ended;
  bundle?.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The process's resident memory, in MiB. */
const residentMiB = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${started.child.pid}/status`, "utf8"))?.[1]) / 1024;

/** Rows that a stranger could make grow; the day's checkpoint is mailed by the clock, within the first minute. */
async function rowsNow() {
  const [row] = await sql<
    { records: number; refusals: number; alerts: number; mails: number; jobs: number; delays: number }[]
  >`
    select (select count(*)::int from audit_events where outcome = 'refused') as records,
      (select count(*)::int from token_refusals) as refusals, (select count(*)::int from refusal_alerts) as alerts,
      (select count(*)::int from messages where kind <> 'audit_checkpoint') as mails, (select count(*)::int from attempt_delays) as delays,
      (select count(*)::int from graphile_worker._private_jobs j join messages m on j.key = 'message:' || m.id
        where m.kind <> 'audit_checkpoint') as jobs`;
  return row;
}

async function quiet(ms: number): Promise<Waits> {
  const stop = callSteadily(port, caller.secret, caller.customerId, 5);
  await sleep(ms);
  return stop();
}

describe("a flood of unknown tokens", () => {
  it(
    `of ${requests} requests from a thousand addresses fills no rows, no memory and no mailbox, and holds up no genuine caller`,
    async () => {
      expect(new Set(strangers).size).toBe(1_000);
      await quiet(1_500);
      const before = await rowsNow();
      const calm = await quiet(quietMs);
      const [begun, memory] = [performance.now(), residentMiB()];
      let most = memory;
      const watch = setInterval(() => {
        most = Math.max(most, residentMiB());
      }, 200);
      const stop = callSteadily(port, caller.secret, caller.customerId, 5);
      const answers = await flood(port, requests);
      const seconds = (performance.now() - begun) / 1000;
      const stormy = await stop();
      clearInterval(watch);

      expect([...answers.values()].reduce((sum, count) => sum + count, 0)).toBe(requests);
      expect([...answers.keys()].every((status) => ["401", "429", "503"].includes(status))).toBe(true);
      expect([...stormy.statuses.keys()]).toEqual([200]);
      expect(await rowsNow()).toEqual(before);
      await sleep(11_000);
      await judgeCounts(answers, seconds);
      expect(most - memory).toBeLessThan(200);
      report({ seconds, calm, stormy, memory, most, answers });
      if (long) expect(percentile(stormy, 0.99)).toBeLessThan(2.5 * percentile(calm, 0.99) + 2);
    },
    long ? 30 * 60_000 : 120_000,
  );
});

/** A bounded number of rows a minute tells of every call that was looked up, and of no other. */
async function judgeCounts(answers: ReadonlyMap<string, number>, seconds: number): Promise<void> {
  const [{ rows = 0, calls = 0 } = {}] = await sql<{ rows: number; calls: number }[]>`
    select count(*)::int as rows, coalesce(sum(calls), 0)::int as calls from unknown_token_calls`;
  const minutes = Math.ceil((seconds + 11) / 60) + 1;
  expect(rows).toBeLessThanOrEqual(minutes * (unknownBlocksPerMinute + 2));
  expect(calls).toBeGreaterThanOrEqual(answers.get("401") ?? 0);
  expect(calls).toBeLessThanOrEqual((answers.get("401") ?? 0) + (answers.get("429") ?? 0));
}

function report(run: {
  seconds: number;
  calm: Waits;
  stormy: Waits;
  memory: number;
  most: number;
  answers: Map<string, number>;
}): void {
  const { seconds, calm, stormy, memory, most, answers } = run;
  const ms = (waits: Waits) => [0.5, 0.99].map((share) => percentile(waits, share).toFixed(1)).join(" / ");
  process.stdout.write(
    `${requests} in ${seconds.toFixed(1)} s (${Math.round(requests / seconds)}/s): ${JSON.stringify([...answers])}; ` +
      `genuine p50 / p99 ms: quiet ${ms(calm)} (${calm.sorted.length}), flooded ${ms(stormy)} (${stormy.sorted.length}); ` +
      `memory ${memory.toFixed(0)} to ${most.toFixed(0)} MiB\n`,
  );
}
