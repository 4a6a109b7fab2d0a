import { and, eq, sql } from "drizzle-orm";
import pino from "pino";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { day } from "@/contracts/day";
import { createDatabase } from "../db/client";
import { accessRequests, auditEvents, messages, notifications } from "../db/schema";
import { expireRequests } from "../domain/access-request/expire-requests";
import { mailboxTransport } from "../email/mailbox-transport";
import { renderMail } from "../email/render-mail";
import { testDatabase } from "../test/database";
import { createProgram, testKeys, testSettings } from "../test/factories/people";
import { createPair, submitRequest } from "../test/factories/requests";
import { asSystem } from "./jobs-context";
import { startJobs } from "./runner";

const database = await testDatabase();
const jobsDb = createDatabase(database.jobsUrl);
await createProgram(database.owner);
afterAll(() => jobsDb.$client.end({ timeout: 2 }));

async function running() {
  const jobs = await startJobs({
    jobsUrl: database.jobsUrl,
    db: jobsDb,
    keys: testKeys,
    settings: testSettings,
    logger: pino({ level: "silent" }),
    delivery: { render: renderMail, transport: mailboxTransport },
    alone: true,
  });
  onTestFinished(() => jobs.stop());
}

const context = asSystem({ db: jobsDb, keys: testKeys, settings: testSettings }, "test", "job_test");

async function submitted() {
  const { manager } = await createPair(database.owner);
  const { requestId } = await submitRequest(database.app, manager);
  const status = async () => {
    const rows = await database.owner.select().from(accessRequests).where(eq(accessRequests.id, requestId));
    return rows[0]?.status;
  };
  const sent = async () => {
    const rows = await database.owner.select().from(messages).where(eq(messages.accessRequestId, requestId));
    return rows.length > 0 && rows.every((one) => one.status === "sent");
  };
  return { manager, requestId, status, sent };
}

const until = (check: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await check()).toBe(true), { timeout: 20_000, interval: 100 });

async function messageOf(query: Promise<unknown>): Promise<string> {
  const error = await query.then(
    () => new Error("it was let through"),
    (caught: Error) => caught,
  );
  return String((error.cause as Error | undefined)?.message ?? error.message);
}

describe("the application's way to jobs (rule 11)", () => {
  it("is one function with a closed list of tasks", async () => {
    const enqueue = (task: string) =>
      database.app.execute(
        sql`select countersign_enqueue(${task}, '{}'::json, null, now() + interval '1 year')`,
      );
    await enqueue("deliver_message");
    await enqueue("expire_request");
    expect(await messageOf(enqueue("sweep"))).toContain("unknown task");
    expect(await messageOf(enqueue("anything"))).toContain("unknown task");
  });

  it("leads past that function to nothing", async () => {
    const direct = [
      sql`select graphile_worker.add_job('deliver_message', '{}'::json)`,
      sql`select * from graphile_worker.jobs`,
      sql`select * from graphile_worker._private_jobs`,
    ];
    for (const query of direct) {
      expect(await messageOf(database.app.execute(query))).toContain("permission denied");
    }
  });
});

describe("the runner under its restricted login", () => {
  it("is no superuser, owns nothing and cannot rewrite what was signed or recorded", async () => {
    const [login] = await jobsDb.execute(
      sql`select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user`,
    );
    expect(login).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
    for (const query of [
      sql`update access_requests set decided_by = requested_by`,
      sql`update access_requests set digest = ''`,
      sql`update audit_events set action = 'x'`,
      sql`delete from audit_events`,
      sql`insert into approved_networks (token_id) values (gen_random_uuid())`,
      sql`select hash from token_secrets`,
    ]) {
      expect(await messageOf(jobsDb.execute(query))).toContain("permission denied");
    }
  });

  it("goes on by itself after its connections were cut", async () => {
    await running();
    const first = await submitted();
    await until(first.sent);
    await database.owner
      .execute(sql`
      select count(pg_terminate_backend(pid)) from pg_stat_activity
      where datname = current_database() and usename = 'countersign_jobs_login'`)
      .catch(() => {});
    const second = await submitted();
    await until(second.sent);
  });
});

describe("a request whose time is over", () => {
  it("lapses by its job: once, on record, its requester told", async () => {
    const { requestId, manager, status } = await submitted();
    await expireRequests(context, { requestId });
    expect(await status()).toBe("pending");
    await database.clock.advance(4 * day);
    const lapsed = await Promise.all(Array.from({ length: 8 }, () => expireRequests(context, { requestId })));
    expect(lapsed.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await status()).toBe("expired");
    const events = await database.owner
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.accessRequestId, requestId), eq(auditEvents.action, "request.expired")));
    expect(events).toMatchObject([{ actorKind: "system", outcome: "allowed" }]);
    const told = await database.owner
      .select()
      .from(notifications)
      .where(and(eq(notifications.accessRequestId, requestId), eq(notifications.kind, "request_expired")));
    expect(told.map(({ userId }) => userId)).toEqual([manager.id]);
  });

  it("lapses in the sweep too, where its job was lost", async () => {
    await database.clock.reset();
    const { status } = await submitted();
    await database.owner.execute(sql`delete from graphile_worker._private_jobs`);
    await database.clock.advance(4 * day);
    await running();
    await database.owner.execute(sql`select graphile_worker.add_job('sweep')`);
    await until(async () => (await status()) === "expired");
  });
});
