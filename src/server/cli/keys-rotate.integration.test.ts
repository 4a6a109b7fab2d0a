import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { day } from "@/contracts/day";
import { readKeptSecrets } from "../../env";
import { createDatabase, type Database } from "../db/client";
import { startEmbedded } from "../db/embedded";
import { approvalCodes, secondFactors } from "../db/schema";
import { testDatabase } from "../test/database";
import { createProgram, createUser } from "../test/factories/people";
import {
  approveThere,
  codeMailed,
  createAppHolder,
  type Installation,
  installation,
  submitThere,
  tillOf,
} from "../test/installation";
import { bundleProcess, freePort, type ProcessBundle } from "../test/process";
import { type ResendServer, startResendServer } from "../test/resend-server";

const database = await testDatabase();

let bundle: ProcessBundle;
let provider: ResendServer;
const folder = mkdtempSync(join(tmpdir(), "countersign-rotation-"));
const stops: Array<() => Promise<void>> = [];

beforeAll(async () => {
  bundle = await bundleProcess("procedure-pages.ts", ["keys-rotate"]);
  provider = await startResendServer();
  // Root's Postgres runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
}, 60_000);
afterAll(async () => {
  for (const stop of stops) await stop();
  await provider.stop();
  bundle.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

interface Site {
  there: Installation;
  owner: Database;
  app: Database;
  now: () => Promise<Date>;
}

/** Everything that is kept under a key, made on the running application before the rotation. */
async function holdOfEachKind({ there, owner, app, now }: Site) {
  const till = await tillOf(there, owner, app);
  const { manager, admin } = till;
  const cookie = await there.cookieOf(manager);
  const holder = await createAppHolder(there, owner, now);
  const forgetful = await createUser(owner);
  await there.must(null, "account.requestPasswordReset", { email: forgetful.email });
  const link = await there.mailed(forgetful, "password_reset:", /reset-password#(\S+)/);
  const mailedOne = await submitThere(there, manager, await now());
  const code = await codeMailed(there, admin, mailedOne);
  provider.behave({ kind: "error", status: 503, name: "internal_server_error" });
  const inFlight = await submitThere(there, manager, await now());
  expect([await keyOf(owner, mailedOne), await keyOf(owner, inFlight)]).toEqual(["k1", "k1"]);
  return { till, manager, admin, cookie, holder, link, mailedOne, code, inFlight };
}

type Held = Awaited<ReturnType<typeof holdOfEachKind>>;

/** All of it opens: the session, the code, the mail that had not left, the link, the app, the list. */
async function openAll({ there, owner }: Site, held: Held): Promise<void> {
  const { till, manager, admin, holder } = held;
  expect((await there.call(manager, "sessions.list", {}, held.cookie)).done).toBeDefined();
  await approveThere(there, owner, admin, held.mailedOne, held.code);
  provider.behave({ kind: "well" });
  await owner.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
  await approveThere(there, owner, admin, held.inFlight, await codeMailed(there, admin, held.inFlight));
  await there.must(null, "account.previewPasswordReset", { token: held.link });
  await there.must(holder, "secondFactor.proveApp", { code: await holder.code(0) });
  expect((await there.read(till.secret, till.nextPage)).status).toBe(200);
}

/** Where the old key has gone: the app's secret was encrypted anew, new codes are made, tokens read on. */
async function goOn(
  { there, owner, now }: Site,
  { till, manager, admin, holder, cookie }: Held,
  key: string,
) {
  const [kept] = await owner.select().from(secondFactors).where(eq(secondFactors.id, holder.factorId));
  expect(kept?.keyId).toBe(key);
  await there.must(holder, "secondFactor.proveApp", { code: await holder.code(1) });
  const fresh = await submitThere(there, manager, await now());
  await approveThere(there, owner, admin, fresh, await codeMailed(there, admin, fresh));
  expect(await keyOf(owner, fresh)).toBe(key);
  expect((await there.read(till.secret, till.path)).status).toBe(200);
  expect((await there.call(manager, "sessions.list", {}, cookie)).refused).toBe("Sign in to go on.");
}

async function keyOf(owner: Database, requestId: string): Promise<string | undefined> {
  const [row] = await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, requestId));
  return row?.keyId;
}

/** Runs the command while a till reads, which must not notice; what it printed. */
async function rotateUnnoticed(there: Installation, { till }: Held, ...args: string[]): Promise<string> {
  const { result, statuses } = await there.readDuring(till.secret, till.path, () => there.rotate(...args));
  expect(statuses.length).toBeGreaterThan(1);
  expect(new Set(statuses)).toEqual(new Set([200]));
  return result;
}

const mailSettings = () => ({
  RESEND_API_KEY: "re_test",
  RESEND_FROM: "Countersign <countersign@example.com>",
  RESEND_BASE_URL: provider.url,
  TRUSTED_PROXIES: "127.0.0.1,::1",
  LOG_LEVEL: "warn",
});

function run(settings: Record<string, string>, authSecret: () => string): Installation {
  const there = installation({ bundle, provider, settings, authSecret });
  stops.push(there.stop);
  return there;
}

describe("npm run keys:rotate beside a running application", () => {
  it("whose keys are set: two steps with a restart each, then everything from before opens; a third drops the old key", async () => {
    const port = `${await freePort()}`;
    const settings: Record<string, string> = {
      ...mailSettings(),
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_JOBS_URL: database.jobsUrl,
      DATA_DIR: join(folder, "state"),
      PORT: port,
      APP_URL: `http://localhost:${port}`,
      AUTH_SECRET: randomBytes(32).toString("base64url"),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64url")}`,
    };
    const secrets = () => settings.AUTH_SECRET?.split(",") ?? [];
    const ids = () => settings.ENCRYPTION_KEYS?.split(",").map((one) => one.split(":")[0]);
    const { owner, app, clock } = database;
    await createProgram(owner);
    const there = run(settings, () => secrets()[0] ?? "");
    const site = { there, owner, app, now: clock.now };
    await there.start();
    const held = await holdOfEachKind(site);
    /** Sets what the command told to set, and starts the application anew. */
    const setAndRestart = async (printed: string) => {
      for (const [, name = "", value = ""] of printed.matchAll(/^(ENCRYPTION_KEYS|AUTH_SECRET)=(\S+)$/gm))
        settings[name] = value;
      await there.stop();
      await there.start();
    };

    const one = await rotateUnnoticed(there, held);
    expect(one).toContain("Step 1 of 2");
    await setAndRestart(one);
    expect(ids()).toEqual(["k1", expect.stringMatching(/^k\d{8}-/)]);
    const [, key = ""] = ids() ?? [];
    const two = await rotateUnnoticed(there, held);
    expect(two).toContain("Step 2 of 2");
    await setAndRestart(two);
    expect([ids(), secrets().length]).toEqual([[key, "k1"], 2]);
    expect(await rotateUnnoticed(there, held)).toContain(`${key} is current now; k1 verifies on.`);

    await openAll(site, held);
    expect(await rotateUnnoticed(there, held, "--retire")).toMatch(/k1 stays: 1 link in a mail, cursors/);
    await clock.advance(8 * day);
    await owner.execute(
      sql`update sessions set last_seen_at = countersign_now(), proved_at = countersign_now()`,
    );
    const three = await rotateUnnoticed(there, held, "--retire");
    expect(three).toContain("Nothing needs k1 any more.");
    await setAndRestart(three);
    expect([ids(), secrets().length]).toEqual([[key], 1]);
    expect(await rotateUnnoticed(there, held, "--retire")).toBe("");
    await goOn(site, held, key);
  }, 600_000);

  it("whose keys are kept beside the data: at once, without a restart, and after one", async () => {
    const dataDir = join(folder, "data");
    const port = `${await freePort()}`;
    const settings = { ...mailSettings(), DATA_DIR: dataDir, PORT: port, DEMO: "0" };
    const kept = () => readKeptSecrets(dataDir);
    const ids = () => kept().encryptionKeys.map(({ id }) => id);
    const there = run(settings, () => kept().authSecrets[0] ?? "");
    await there.start();
    let pools = await poolsOf(dataDir);
    const siteNow = (): Site => ({ there, ...pools, now: async () => new Date() });
    await createProgram(pools.owner);
    const held = await holdOfEachKind(siteNow());
    const printed = await rotateUnnoticed(there, held);
    expect(printed).toContain("Countersign is running: working beside it.");
    const [key = ""] = ids();
    expect(ids()).toEqual([expect.stringMatching(/^k\d{8}-/), "k1"]);
    // The application looks for new secrets now and then.
    const known = async () => (await there.call(held.admin, "sessions.list", {})).done;
    await expect.poll(known, { timeout: 30_000 }).toBeDefined();
    await openAll(siteNow(), held);

    expect(await rotateUnnoticed(there, held, "--retire")).toMatch(/k1 stays: 1 link in a mail, cursors/);
    await pools.owner.execute(sql`update held_keys set replaced_at = replaced_at - interval '8 days'`);
    await pools.owner.execute(sql`update one_time_links set voided_at = now()`);
    expect(await rotateUnnoticed(there, held, "--retire")).toContain("k1 destroyed");
    expect([ids(), kept().authSecrets.length]).toEqual([[key], 1]);
    expect((await there.read(held.till.secret, held.till.path)).status).toBe(200);
    await pools.end();
    await there.stop();
    await there.start();
    pools = await poolsOf(dataDir);
    stops.unshift(pools.end);
    await goOn(siteNow(), held, key);
  }, 600_000);
});

/** Beside the application, which owns it: nothing is started or stopped here. */
async function poolsOf(dataDir: string) {
  const { ownerUrl, appUrl } = await startEmbedded({ dataDir });
  const [owner, app] = [createDatabase(ownerUrl, { max: 2 }), createDatabase(appUrl, { max: 2 })];
  const end = async () => void (await Promise.all([owner.$client.end(), app.$client.end()]));
  return { owner, app, end };
}
