import { eq, sql } from "drizzle-orm";
import pino from "pino";
import { afterAll, afterEach, expect, it, onTestFinished, vi } from "vitest";
import { createDatabase } from "../db/client";
import { messages } from "../db/schema";
import { renderMail } from "../email/render-mail";
import { createResendTransport } from "../email/resend-transport";
import { testDatabase } from "../test/database";
import { createProgram, testKeys, testSettings } from "../test/factories/people";
import { createPair, submitRequest } from "../test/factories/requests";
import { startResendServer } from "../test/resend-server";
import { startJobs } from "./runner";

const database = await testDatabase();
const provider = await startResendServer();
const jobsDb = createDatabase(database.jobsUrl);
await createProgram(database.owner);
const { owner, app, clock } = database;
const patience = { timeout: 30_000, interval: 100 };

afterAll(async () => {
  await provider.stop();
  await jobsDb.$client.end({ timeout: 2 });
});
afterEach(() => clock.reset());

/** The runner of one process; two of them share the work. */
async function running() {
  const transport = createResendTransport({
    apiKey: "re_test",
    from: "Countersign <mail@countersign.example>",
    baseUrl: provider.url,
  });
  const jobs = await startJobs({
    jobsUrl: database.jobsUrl,
    db: jobsDb,
    keys: testKeys,
    settings: testSettings,
    logger: pino({ level: "silent" }),
    delivery: { render: renderMail, transport, wait: () => 1 },
    alone: false,
  });
  onTestFinished(() => jobs.stop());
}

const sweep = () => owner.execute(sql`select graphile_worker.add_job('sweep')`);
const swept = () =>
  vi.waitFor(
    async () => expect(await owner.$count(sql`graphile_worker.jobs where task_identifier = 'sweep'`)).toBe(0),
    patience,
  );

/** A request that nobody decided for 19 of its 72 hours, its first mail forgotten. */
async function undecided() {
  const { manager, admin } = await createPair(owner);
  const { requestId } = await submitRequest(app, manager);
  await owner.delete(messages);
  await owner.execute(sql`delete from graphile_worker._private_jobs`);
  await clock.advance(19 * 3_600_000);
  const reminders = async () => {
    const rows = await owner.select().from(messages).where(eq(messages.accessRequestId, requestId));
    return rows.filter(({ kind, recipientId }) => kind === "approval_reminder" && recipientId === admin.id);
  };
  return { admin, reminders };
}

it("tells of each thing once with the provider down, however many sweeps of two runners came meanwhile", async () => {
  provider.behave({ kind: "error", status: 503, name: "service_unavailable" });
  const { admin, reminders } = await undecided();
  await Promise.all([running(), running()]);
  await sweep();
  await vi.waitFor(() => expect(provider.calls.length).toBeGreaterThan(1), patience);
  await Promise.all([sweep(), sweep(), sweep()]);
  provider.behave({ kind: "well" });
  await vi.waitFor(async () => expect(await reminders()).toMatchObject([{ status: "sent" }]), patience);
  await sweep();
  await swept();
  expect(await reminders()).toHaveLength(1);
  const mails = provider.mails.filter(({ to }) => to === admin.email);
  expect(mails.map(({ subject }) => subject)).toEqual([
    expect.stringContaining("Still waiting: Maya Okafor asks for a token"),
  ]);
});

it("goes on with the rest where one part fails", async () => {
  const { reminders } = await undecided();
  await owner.execute(sql`revoke select on refusal_alerts from countersign_jobs`);
  onTestFinished(async () => {
    await owner.execute(sql`grant select on refusal_alerts to countersign_jobs`);
  });
  // A runner that starts sends what is stranded; this is for the sweep alone.
  await running();
  const [stranded] = await owner
    .insert(messages)
    .values({
      ...{ kind: "roles_changed", mailbox: "x@harbour.example", details: {}, idempotencyKey: "stranded" },
      recipientId: (await createPair(owner)).manager.id,
    })
    .returning();
  await sweep();
  // Refusals fail before what comes after them in a sweep.
  await vi.waitFor(async () => {
    const rows = await owner
      .select()
      .from(messages)
      .where(eq(messages.id, stranded?.id ?? ""));
    expect(rows[0]?.status).not.toBe("queued");
  }, patience);
  await vi.waitFor(async () => expect(await reminders()).toHaveLength(1), patience);
});
