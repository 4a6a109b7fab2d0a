import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "../../db/client";
import { createCustomer } from "../factories/customers";
import { createProgram, createUser } from "../factories/people";
import { createLiveToken } from "../factories/requests";
import { long } from "../long";
import { bundleProcess, type ProcessBundle } from "../process";
import { startResendServer } from "../resend-server";
import { superviseApplication } from "./application";
import { damages, type Site } from "./damage";
import { startFaultyPostgres } from "./postgres";
import { newLedger, startTraffic, type TrafficParts } from "./traffic";
import { judgeMail, judgeRows, patiently, waitForMail, watcherOf } from "./verdict";

/** FAULTS names another number. */
const faults = Number(process.env.FAULTS ?? (long ? 320 : 7));
const ring = `k1:${Buffer.alloc(32, 7).toString("base64url")}`;

let bundle: ProcessBundle;
let site: Site;
let owner: Database;
let watcher: Database;
let parts: TrafficParts;

beforeAll(async () => {
  bundle = await bundleProcess("faults/acting-pages.ts");
  const database = await startFaultyPostgres();
  const provider = await startResendServer();
  owner = createDatabase(database.urls.owner, { max: 3 });
  const people = await prepare(database.urls.app);
  const application = await superviseApplication(bundle, {
    DATABASE_URL: database.urls.app,
    DATABASE_OWNER_URL: database.urls.owner,
    DATABASE_JOBS_URL: database.urls.jobs,
    AUTH_SECRET: "a".repeat(43),
    ENCRYPTION_KEYS: ring,
    RESEND_API_KEY: "re_test",
    RESEND_FROM: "Countersign <countersign@example.com>",
    RESEND_BASE_URL: provider.url,
    TRUSTED_PROXIES: "127.0.0.1,::1",
    LOG_LEVEL: "error",
  });
  site = { database, provider, application };
  watcher = watcherOf(database.urls.owner);
  parts = { ...people, origin: application.origin, owner: watcher, provider };
  await application.recovered();
}, 120_000);

afterAll(async () => {
  await site?.application.stop();
  await Promise.all([owner?.$client.end({ timeout: 1 }), watcher?.$client.end({ timeout: 1 })]);
  await site?.provider.stop();
  await site?.database.stop();
  bundle?.remove();
}, 60_000);

/** Two approvers, so that each request has two codes, and a token that callers use. */
async function prepare(appUrl: string) {
  const app = createDatabase(appUrl);
  await createProgram(owner);
  const second = await createUser(owner, { permissions: ["access_requests.decide"] });
  const asked = { ratePerMinute: 10_000_000, dailyLimit: 100_000_000 };
  const { secret, manager, admin } = await createLiveToken(owner, app, asked);
  await app.$client.end();
  const { id: customerId } = await createCustomer(owner);
  const others = Array.from({ length: 15 }, () =>
    createUser(owner, { permissions: ["api_settings.manage"] }),
  );
  const managers = [manager, ...(await Promise.all(others))];
  return { secret, customerId, managers, admins: [admin, second] as const };
}

/** A disk can be filled only where this user may mount one; each start costs the short form a few seconds. */
const kinds = () =>
  Object.keys(damages).filter(
    (name) => (name !== "disk full" || site.database.ownDisk) && (faults > 20 || !/twice|both/.test(name)),
  );

/** Each kind in turn, in an order of chance, then again. */
function* inTurn(random: (below: number) => number) {
  for (;;) {
    const left = kinds();
    while (left.length > 0) yield left.splice(random(left.length), 1)[0] ?? "";
  }
}

/** Sessions stay fresh however long the run is; the people are not what is tested. */
const refreshSessions = () =>
  patiently(() => watcher.$client`update sessions set proved_at = now(), last_seen_at = now()`);

describe("the application among faults", () => {
  it(
    `answers nothing without its record, decides nothing by halves, loses and doubles no mail through ${faults} faults`,
    async () => {
      const ledger = newLedger();
      const traffic = startTraffic(parts, ledger);
      const turns = inTurn(randomInt);
      const waits: number[] = [];
      let done = 0;
      try {
        for (; done < faults; done += 1) {
          await sleep(100 + randomInt(long ? 1_500 : 700));
          const name = turns.next().value ?? "";
          await damages[name]?.(site, randomInt);
          waits.push(await site.application.recovered());
          await traffic.servedAgain(60_000);
          await refreshSessions();
          await judgeRows(watcher, ledger);
        }
      } finally {
        await traffic.stop();
      }
      site.provider.behave({ kind: "well" });
      await judgeRows(watcher, ledger);
      await settleMail();
      const mail = await judgeMail(watcher, site.provider);
      expect(ledger.answers.get("read 200")).toBeGreaterThan(faults);
      expect(ledger.answers.get("approve 200")).toBeGreaterThan(0);
      report({
        faults: done,
        starts: site.application.starts(),
        slowest: Math.max(...waits),
        ...mail,
        ...Object.fromEntries(ledger.answers),
      });
    },
    180_000 + faults * 15_000,
  );
});

/** The long form waits as an operator would; the short one lets the minutes pass that a dead process's jobs stay locked. */
async function settleMail(): Promise<void> {
  if (!long) {
    await watcher.$client`update graphile_worker._private_jobs set run_at = now(), locked_at = locked_at - interval '5 minutes'`;
    site.application.kill();
    await site.application.recovered();
  }
  await waitForMail(watcher, long ? 15 * 60_000 : 30_000);
}

function report(figures: Record<string, number>): void {
  process.stdout.write(
    `${Object.entries(figures)
      .map(([name, figure]) => `${name}: ${Math.round(figure)}`)
      .join(", ")}\n`,
  );
}
