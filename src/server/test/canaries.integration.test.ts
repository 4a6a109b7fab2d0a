import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { customers, messages } from "../db/schema";
import { resendCode } from "../domain/access-request/resend-code";
import { queueMessage } from "../domain/message/queue-message";
import { findInTables } from "./canaries/find-in-tables";
import { findAny } from "./canaries/find-values";
import { waysIn } from "./canaries/ways-in";
import { testDatabase } from "./database";
import { createCustomer } from "./factories/customers";
import { contextOf, createProgram } from "./factories/people";
import { codeOf, createLiveToken, createPair, submitRequest } from "./factories/requests";
import { startPublicApi } from "./public-api";

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
const sql = owner.$client;
const from = "203.0.113.24";

/** Planted: each is unique to this run. */
const planted = { secret: "", code: "", email: "" };
let requestId = "";

beforeAll(async () => {
  await createProgram(owner);
  const customer = await createCustomer(owner);
  planted.email = customer.email ?? "";
  planted.secret = (
    await createLiveToken(owner, app, { scopes: ["customers:read", "customers:list", "fields:contact"] })
  ).secret;
  const { manager, admin } = await createPair(owner);
  ({ requestId } = await submitRequest(app, manager));
  planted.code = await codeOf(owner, requestId, admin);
  await sql`update messages set created_at = created_at - interval '5 minutes'`;
  await resendCode(contextOf<"access_requests.decide">(app, admin), { requestId });
  await use(customer.id);
});

/** Carries the planted values along every way in, right and wrong ones. */
async function use(customerId: string): Promise<void> {
  for (const call of Object.values(api.mounts))
    for (const { elsewhere, ...way } of waysIn({ ...planted, customerId }))
      await call({ ...way, secret: planted.secret, from: elsewhere ? "198.51.100.9" : from });
}

/** The tables that hold this value. */
const tablesWith = async (value: string) => Object.keys(await findInTables(sql, findAny([value])));

const isLogged = (value: string) => findAny([value])(Buffer.from(api.logs.join("\n"))).size > 0;

describe("what was planted (rules 12, 17 and 18)", () => {
  it("went through: there are records, messages, jobs and a reader of the customer", async () => {
    expect(Object.values(planted).every((value) => value.length >= 10)).toBe(true);
    for (const name of ["audit_events", "messages", "graphile_worker._private_jobs", "token_refusals"]) {
      const [row] = await sql.unsafe(`select count(*)::int as rows from ${name}`);
      expect(row?.rows, name).toBeGreaterThan(0);
    }
  });

  it("a secret and an approval code are in no table, no job and no log", async () => {
    for (const value of [planted.secret, planted.code]) {
      expect(await tablesWith(value)).toEqual([]);
      expect(isLogged(value)).toBe(false);
    }
  });

  it("a customer's e-mail address is in the customer's own row alone", async () => {
    expect(await tablesWith(planted.email)).toEqual(["public.customers"]);
    expect(isLogged(planted.email)).toBe(false);
    const [row] = await owner.select().from(customers).where(eq(customers.email, planted.email));
    expect(row).toBeDefined();
  });

  it("is found where it leaks: in a record, a message and a job", async () => {
    const { manager } = await createPair(owner);
    const [message] = await owner.select().from(messages).limit(1);
    await queueMessage(contextOf(app, manager), {
      kind: "request_rejected",
      recipientId: manager.id,
      mailbox: planted.email,
      accessRequestId: requestId,
      idempotencyKey: `leak/${message?.id}`,
    });
    await sql`insert into audit_events (action, outcome, actor_kind, request_id, details)
      values ('leak', 'allowed', 'system', 'req_leak', ${JSON.stringify({ code: planted.code })}::text::jsonb)`;
    await sql`select graphile_worker.add_job('deliver_message', ${JSON.stringify({ secret: planted.secret })}::text::json)`;
    expect(await tablesWith(planted.email)).toContain("public.messages");
    expect(await tablesWith(planted.code)).toEqual(["public.audit_events"]);
    expect(await tablesWith(planted.secret)).toEqual(["graphile_worker._private_jobs"]);
  });
});
