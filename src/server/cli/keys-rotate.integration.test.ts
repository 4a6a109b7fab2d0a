import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approvalCodes, secondFactors } from "../db/schema";
import { testDatabase } from "../test/database";
import { createProgram, createUser } from "../test/factories/people";
import {
  approveThere,
  codeMailed,
  createAppHolder,
  installation,
  submitThere,
  tillOf,
} from "../test/installation";
import { sessionCookie } from "../test/procedure-call";
import { bundleProcess, freePort, type ProcessBundle } from "../test/process";
import { type ResendServer, startResendServer } from "../test/resend-server";

const database = await testDatabase();
const { owner, app, clock } = database;
const sql = owner.$client;
const day = 86_400_000;

let bundle: ProcessBundle;
let provider: ResendServer;
const folder = mkdtempSync(join(tmpdir(), "countersign-rotation-"));
const stops: Array<() => Promise<void>> = [];

beforeAll(async () => {
  bundle = await bundleProcess("procedure-pages.ts", ["keys-rotate"]);
  provider = await startResendServer();
  await createProgram(owner);
}, 60_000);
afterAll(async () => {
  for (const stop of stops) await stop();
  await provider.stop();
  bundle.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Everything that is kept under a key, made on the running application before the rotation. */
async function holdOfEachKind(there: ReturnType<typeof installation>) {
  const till = await tillOf(there, owner, app);
  const { manager, admin } = till;
  const holder = await createAppHolder(there, owner, () => clock.now());
  const forgetful = await createUser(owner);
  await there.must(null, "account.requestPasswordReset", { email: forgetful.email });
  const link = await there.mailed("password_reset:", /reset-password#(\S+)/);
  const mailedOne = await submitThere(there, manager, await clock.now());
  const code = await codeMailed(there, mailedOne);
  provider.behave({ kind: "error", status: 503, name: "internal_server_error" });
  const inFlight = await submitThere(there, manager, await clock.now());
  return { till, manager, admin, holder, forgetful, link, mailedOne, code, inFlight };
}

const keyOf = async (requestId: string) =>
  (await owner.select().from(approvalCodes).where(eq(approvalCodes.requestId, requestId)))[0]?.keyId;

describe("npm run keys:rotate beside a running application", () => {
  it("whose keys are set: two steps with a restart each, after which everything from before opens, and a third that drops the old key", async () => {
    const port = `${await freePort()}`;
    const settings: Record<string, string> = {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_JOBS_URL: database.jobsUrl,
      DATA_DIR: folder,
      PORT: port,
      APP_URL: `http://localhost:${port}`,
      AUTH_SECRET: randomBytes(32).toString("base64url"),
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64url")}`,
      RESEND_API_KEY: "re_test",
      RESEND_FROM: "Countersign <countersign@example.com>",
      RESEND_BASE_URL: provider.url,
      TRUSTED_PROXIES: "127.0.0.1,::1",
      LOG_LEVEL: "warn",
    };
    const secrets = () => settings.AUTH_SECRET?.split(",") ?? [];
    const ids = () => settings.ENCRYPTION_KEYS?.split(",").map((one) => one.split(":")[0]);
    const there = installation({ bundle, provider, settings, authSecret: () => secrets()[0] ?? "" });
    stops.push(there.stop);
    await there.start();
    const held = await holdOfEachKind(there);
    const { till, manager, admin, holder } = held;
    const cookie = await sessionCookie(manager.sessionId, secrets()[0] ?? "");

    /** Runs the command while a till reads, which must not notice; what it printed. */
    const run = async (...args: string[]) => {
      const { result, statuses } = await there.readDuring(till.secret, till.path, () =>
        there.rotate(...args),
      );
      expect(statuses.length).toBeGreaterThan(1);
      expect(new Set(statuses)).toEqual(new Set([200]));
      return result;
    };
    /** Sets what the command told to set, and starts the application anew. */
    const setAndRestart = async (printed: string) => {
      for (const [, name = "", value = ""] of printed.matchAll(/^(ENCRYPTION_KEYS|AUTH_SECRET)=(\S+)$/gm))
        settings[name] = value;
      await there.stop();
      await there.start();
    };

    const one = await run();
    expect(one).toContain("Step 1 of 2");
    await setAndRestart(one);
    expect(ids()).toEqual(["k1", expect.stringMatching(/^k\d{8}-/)]);
    const [, key = ""] = ids() ?? [];
    const two = await run();
    expect(two).toContain("Step 2 of 2");
    await setAndRestart(two);
    expect([ids(), secrets()]).toEqual([
      [key, "k1"],
      [expect.any(String), expect.any(String)],
    ]);
    expect(await run()).toContain(`${key} is current now; k1 verifies on.`);

    // What was made before it opens after it: a session, a code, a mail that had not left, a link, an app, a list.
    expect((await there.call(manager, "sessions.list", {}, cookie)).done).toBeDefined();
    expect(await keyOf(held.mailedOne)).toBe("k1");
    await approveThere(there, owner, admin, held.mailedOne, held.code);
    provider.behave({ kind: "well" });
    await sql`update graphile_worker._private_jobs set run_at = now()`;
    expect(await keyOf(held.inFlight)).toBe("k1");
    await approveThere(there, owner, admin, held.inFlight, await codeMailed(there, held.inFlight));
    await there.must(null, "account.previewPasswordReset", { token: held.link });
    await there.must(holder, "secondFactor.proveApp", { code: await holder.code(0) });
    expect((await there.read(till.secret, till.nextPage)).status).toBe(200);
    expect(await run("--retire")).toMatch(/k1 stays: 1 link in a mail, cursors of lists/);
    await there.must(null, "account.resetPassword", { token: held.link, password: "tangled walrus evening" });

    await clock.advance(8 * day);
    await sql`update sessions set last_seen_at = countersign_now(), proved_at = countersign_now()`;
    const last = await run("--retire");
    expect(last).toMatch(/Nothing needs k1 any more\./);
    await setAndRestart(last);
    expect([ids(), secrets().length]).toEqual([[key], 1]);
    expect(await run("--retire")).toBe("");

    // With the new key alone.
    const [app1] = await owner.select().from(secondFactors).where(eq(secondFactors.id, holder.factorId));
    expect(app1?.keyId).toBe(key);
    await there.must(holder, "secondFactor.proveApp", { code: await holder.code(0) });
    const fresh = await submitThere(there, manager, await clock.now());
    await approveThere(there, owner, admin, fresh, await codeMailed(there, fresh));
    expect(await keyOf(fresh)).toBe(key);
    expect((await there.read(till.secret, till.path)).status).toBe(200);
    expect((await there.call(manager, "sessions.list", {}, cookie)).refused).toBe("Sign in to go on.");
  }, 240_000);
});
