import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createDatabase } from "../../db/client";
import { auditCheckpoints, messages } from "../../db/schema";
import { testDatabase } from "../../test/database";
import { contextOf, createProgram } from "../../test/factories/people";
import { createPair, submitRequest } from "../../test/factories/requests";
import { makeDueCheckpoint } from "./make-due-checkpoint";
import { sealEvents } from "./seal-events";

const database = await testDatabase();
const { owner, app } = database;
const jobs = createDatabase(database.jobsUrl, { max: 1 });
await createProgram(owner);
const first = await createPair(owner);
const second = await createPair(owner);
const context = { ...contextOf(jobs, first.manager), actor: { kind: "system" as const, job: "sweep" } };

/** Something new in the chain, and then a sweep. */
async function sweepAfterRecord(): Promise<void> {
  await submitRequest(app, first.manager);
  await sealEvents({ db: jobs });
  await makeDueCheckpoint(context);
}

const mailed = async () =>
  (await owner.select().from(messages).where(eq(messages.kind, "audit_checkpoint"))).map(
    ({ recipientId }) => recipientId,
  );

/** Lets the newest checkpoint have been signed that long ago. */
async function age(minutes: number): Promise<void> {
  await owner.$client.unsafe(`
    alter table audit_checkpoints disable trigger user;
    update audit_checkpoints set signed_at = signed_at - interval '${minutes} minutes';
    alter table audit_checkpoints enable trigger user`);
}

it("signs the chain once an hour, and mails the first of a day to every Security Admin and nobody else (rule 11)", async () => {
  await sweepAfterRecord();
  await sweepAfterRecord();
  expect(await owner.$count(auditCheckpoints)).toBe(1);
  const admins = [first.admin.id, second.admin.id].sort();
  expect((await mailed()).sort()).toEqual(admins);

  await age(59);
  await sweepAfterRecord();
  expect(await owner.$count(auditCheckpoints)).toBe(1);
  await age(2);
  await sweepAfterRecord();
  expect(await owner.$count(auditCheckpoints)).toBe(2);
  expect(await mailed()).toHaveLength(2);

  await age(61);
  // As if those mails had been of the day before.
  await owner
    .update(messages)
    .set({ idempotencyKey: sql`'before/' || ${messages.idempotencyKey}` })
    .where(eq(messages.kind, "audit_checkpoint"));
  await sweepAfterRecord();
  expect(await owner.$count(auditCheckpoints)).toBe(3);
  expect((await mailed()).sort()).toEqual([...admins, ...admins].sort());
});
