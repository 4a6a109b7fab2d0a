import { eq, sql } from "drizzle-orm";
import pino from "pino";
import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createDatabase } from "../db/client";
import { approvalCodes, messages, users } from "../db/schema";
import { type Delivery, deliverMessage } from "../domain/message/deliver-message";
import { resendMessage } from "../domain/message/resend-message";
import { renderMail } from "../email/render-mail";
import { createResendTransport } from "../email/resend-transport";
import { testDatabase } from "../test/database";
import { contextOf, createProgram, testKeys, testSettings } from "../test/factories/people";
import { codeOf, createPair, submitRequest } from "../test/factories/requests";
import { startResendServer } from "../test/resend-server";
import { asSystem } from "./jobs-context";
import { startJobs } from "./runner";

const database = await testDatabase();
const provider = await startResendServer();
const jobsDb = createDatabase(database.jobsUrl);
await createProgram(database.owner);

afterAll(async () => {
  await provider.stop();
  await jobsDb.$client.end({ timeout: 2 });
});
beforeEach(async () => {
  await database.owner.update(users).set({ status: "disabled" });
  await database.owner.delete(messages);
  await database.owner.execute(sql`delete from graphile_worker._private_jobs`);
  provider.behave({ kind: "well" });
  provider.mails.length = 0;
  provider.calls.length = 0;
});
afterEach(() => database.clock.reset());

const transport = createResendTransport({
  apiKey: "re_test",
  from: "Countersign <mail@countersign.example>",
  baseUrl: provider.url,
  timeoutMs: 1_000,
});
const delivery: Delivery = { render: renderMail, transport, wait: () => 0 };
const logger = pino({ level: "silent" });

async function running(change: Partial<Delivery> = {}, alone = true) {
  const jobs = await startJobs({
    jobsUrl: database.jobsUrl,
    db: jobsDb,
    keys: testKeys,
    settings: testSettings,
    logger,
    delivery: { ...delivery, ...change },
    alone,
  });
  onTestFinished(() => jobs.stop());
  return jobs;
}

async function submitted() {
  const { manager, admin } = await createPair(database.owner);
  const { requestId } = await submitRequest(database.app, manager);
  const find = async () => {
    const rows = await database.owner.select().from(messages).where(eq(messages.accessRequestId, requestId));
    const toAdmin = rows.filter(({ recipientId }) => recipientId === admin.id);
    return toAdmin.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  };
  return { manager, admin, requestId, find };
}

const becomes = (find: () => Promise<Array<{ status: string }>>, status: string) =>
  vi.waitFor(async () => expect((await find()).map((one) => one.status)).toEqual([status]), {
    timeout: 15_000,
    interval: 50,
  });

const context = asSystem({ db: jobsDb, keys: testKeys, settings: testSettings }, "test", "job_test");
const mailsTo = (email: string) => provider.mails.filter(({ to }) => to === email);

describe("delivering under the restricted jobs login", () => {
  it("sends each approver one mail with their own code, and marks it sent", async () => {
    await running();
    const { admin, requestId, find } = await submitted();
    await becomes(find, "sent");
    const mails = mailsTo(admin.email);
    expect(mails).toHaveLength(1);
    const code = await codeOf(database.owner, requestId, admin);
    expect(mails[0]?.text).toContain(`#code=${code}`);
    expect((await find())[0]).toMatchObject({ attempts: 1, providerId: mails[0]?.id, lastError: null });
  });

  it("sends nothing for a transaction that was rolled back", async () => {
    await running();
    const { manager } = await createPair(database.owner);
    const rolledBack = database.app.transaction(async (tx) => {
      await submitRequest(tx as unknown as typeof database.app, manager);
      throw new Error("rolled back");
    });
    await expect(rolledBack).rejects.toThrow("rolled back");
    expect(await database.owner.$count(messages)).toBe(0);
    expect(await database.owner.$count(sql`graphile_worker.jobs`)).toBe(0);
    expect(provider.calls).toHaveLength(0);
  });

  it.each([
    ["429, then well", [{ kind: "error", status: 429, name: "rate_limit_exceeded" }, { kind: "well" }]],
    [
      "500 three times, then well",
      [
        { kind: "error", status: 500, name: "internal_server_error" },
        { kind: "error", status: 500, name: "internal_server_error" },
        { kind: "error", status: 500, name: "internal_server_error" },
        { kind: "well" },
      ],
    ],
    ["hanging, then well", [{ kind: "hang" }, { kind: "well" }]],
    ["slower than we wait, then well", [{ kind: "slow", ms: 1_500 }, { kind: "well" }]],
    ["accepting with a lost answer, then well", [{ kind: "accept_and_drop" }, { kind: "well" }]],
  ] as const)("ends in one mail with the provider %s", async (_what, moods) => {
    provider.behave(...moods);
    await running();
    const { admin, find } = await submitted();
    await becomes(find, "sent");
    expect(mailsTo(admin.email)).toHaveLength(1);
    expect(provider.calls).toHaveLength(moods.length);
    expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(1);
  });

  it("waits as long as the provider asks", async () => {
    provider.behave(
      { kind: "error", status: 429, name: "rate_limit_exceeded", retryAfter: "2" },
      { kind: "well" },
    );
    await running();
    const { find } = await submitted();
    await becomes(find, "sent");
    const [first, second] = provider.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
  });
});

describe("a process that dies between sending and marking", () => {
  it("leads to one mail: the next process tries with the same key", async () => {
    const { admin, find } = await submitted();
    const [message] = await find();
    // The try of a process that was killed before it could mark: locked job, mail at the provider, row still queued.
    await database.owner.execute(sql`
      update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead', attempts = 1
      where key = 'message:' || ${message?.id}`);
    const facts = deliverMessage(
      context,
      { messageId: message?.id ?? "" },
      {
        ...delivery,
        transport: {
          send: async (mail, key) => {
            await transport.send(mail, key);
            throw new Error("killed");
          },
        },
      },
    );
    await expect(facts).rejects.toThrow("killed");
    expect((await find())[0]?.status).toBe("queued");
    await running();
    await becomes(find, "sent");
    expect(mailsTo(admin.email)).toHaveLength(1);
    expect(provider.calls).toHaveLength(2);
  });

  it("is noticed by the lock's age where other processes run jobs too", async () => {
    const { find } = await submitted();
    const [message] = await find();
    const lock = (age: string) =>
      database.owner.execute(sql`
        update graphile_worker._private_jobs set locked_at = now() - ${age}::interval, locked_by = 'dead'
        where key = 'message:' || ${message?.id}`);
    await lock("5 seconds");
    const jobs = await running({}, false);
    await new Promise((done) => setTimeout(done, 1_500));
    expect((await find())[0]?.status).toBe("queued");
    await jobs.stop();
    await lock("5 minutes");
    await running({}, false);
    await becomes(find, "sent");
  });
});

describe("a message that cannot be sent", () => {
  it("fails at once where the provider refuses it, and a press of the button sends it under a new key", async () => {
    provider.behave({ kind: "error", status: 422, name: "validation_error" });
    await running();
    const { manager, admin, find } = await submitted();
    await becomes(find, "failed");
    const [failed] = await find();
    expect(failed).toMatchObject({ attempts: 1, lastError: "422 validation_error" });
    provider.behave({ kind: "well" });
    const input = { messageId: failed?.id ?? "" };
    const context = contextOf(database.app, manager);
    await Promise.all([resendMessage(context, input), resendMessage(context, input)]);
    await vi.waitFor(
      async () => expect((await find()).map(({ status }) => status)).toEqual(["failed", "sent"]),
      10_000,
    );
    expect(mailsTo(admin.email)).toHaveLength(1);
    expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(2);
  });

  it("is given up before its key is 24 h old, and shows as failed", async () => {
    provider.behave({ kind: "error", status: 500, name: "internal_server_error" });
    const { find } = await submitted();
    const [message] = await find();
    const input = { messageId: message?.id ?? "" };
    const hourly = { ...delivery, wait: () => 3_600 };
    expect(await deliverMessage(context, input, hourly)).toBe("later");
    await database.clock.advance(21.5 * 3_600_000);
    expect(await deliverMessage(context, input, hourly)).toBe("later");
    await database.clock.advance(0.75 * 3_600_000);
    expect(await deliverMessage(context, input, hourly)).toBe("failed");
    expect((await find())[0]).toMatchObject({
      status: "failed",
      attempts: 3,
      lastError: "500 internal_server_error",
    });
    expect(await deliverMessage(context, input, hourly)).toBe("nothing");
  });

  it("is never tried a second time once its key may be forgotten", async () => {
    const { find } = await submitted();
    const [message] = await find();
    await database.owner
      .update(messages)
      .set({ attempts: 1 })
      .where(eq(messages.id, message?.id ?? ""));
    await database.clock.advance(23.5 * 3_600_000);
    expect(await deliverMessage(context, { messageId: message?.id ?? "" }, delivery)).toBe("failed");
    expect(provider.calls).toHaveLength(0);
  });

  it("is not sent where its code was voided, its request is over or its mailbox is somebody else's", async () => {
    const { admin, requestId, find } = await submitted();
    await database.owner
      .update(approvalCodes)
      .set({ voidedAt: new Date() })
      .where(eq(approvalCodes.requestId, requestId));
    const [message] = await find();
    const input = { messageId: message?.id ?? "" };
    expect(await deliverMessage(context, input, delivery)).toBe("failed");
    expect(mailsTo(admin.email)).toHaveLength(0);
    const theirs = contextOf(database.app, admin);
    await expect(resendMessage(theirs, input)).rejects.toMatchObject({ code: "conflict" });
  });
});
