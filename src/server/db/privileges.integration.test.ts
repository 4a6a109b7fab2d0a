import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../test/database";
import { createProgram } from "../test/factories/people";
import { createLiveToken, createPair, submitRequest } from "../test/factories/requests";
import { refused } from "../test/refused";
import { createDatabase } from "./client";
import { migrate } from "./migrate";
import { insertAuditEvent } from "./queries/audit";
import { accessRequests, auditEvents } from "./schema";

const database = await testDatabase();
const { owner, app } = database;
const jobs = createDatabase(database.jobsUrl, { max: 1 });

beforeAll(() => createProgram(owner));

describe("audit_events is append-only (rule 11)", () => {
  it("takes no update, delete or truncate from the application, nor from the jobs", async () => {
    await createLiveToken(owner, app);
    for (const db of [app, jobs]) {
      await refused(db, "update audit_events set action = 'x'");
      await refused(db, "delete from audit_events");
      await refused(db, "truncate audit_events");
    }
  });

  it("refuses the owner too, by its triggers", async () => {
    await refused(owner, "update audit_events set action = 'x'");
    await refused(owner, "delete from audit_events");
    await refused(owner, "truncate audit_events");
    expect(await owner.$count(auditEvents)).toBeGreaterThan(0);
  });
});

describe("what was signed stays as it was signed (rule 3)", () => {
  it("gives the application no way to edit a request, its networks or a network", async () => {
    await refused(app, "update access_requests set daily_limit = 1");
    await refused(app, "update access_requests set digest = '\\x00'");
    await refused(app, "update access_request_networks set network = '10.0.0.0/8'");
    await refused(app, "update approved_networks set network = '10.0.0.0/8'");
    await refused(app, "delete from access_requests");
  });
});

/** More than the sealer needs to be able to take. */
const tooLong = {
  rule: "repeat('x', 1048577)",
  customer_ids: "array_fill('cus_1'::text, array[200000])",
  details: "jsonb_build_object('text', repeat('x', 1048577))",
};
/** The same as text, of which two kilobytes are stored. */
const longAsText = "(select jsonb_agg('1e131071'::numeric) from generate_series(1, 100))";

describe("a record has the database's number and its own time (rule 11)", () => {
  it("takes neither a number nor a time, nor more than a megabyte, from a role that writes records", async () => {
    for (const db of [app, jobs]) {
      const record = (columns: string, values: string) =>
        `insert into audit_events (action, outcome, actor_kind, request_id${columns}) overriding system value
         values ('x', 'allowed', 'system', 'req_x'${values})`;
      await refused(db, record(", id", ", -1"));
      await refused(db, record(", at", ", countersign_now()"));
      for (const [column, value] of Object.entries(tooLong))
        await refused(db, record(`, ${column}`, `, ${value}`));
      await refused(db, record(", details", `, ${longAsText}`));
      const most = record(", rule, details", `, repeat('x', 500000), '{"of": "half a megabyte"}'`);
      await db.execute(sql.raw(most));
    }
  });

  it("is stored whole by the application's own way", async () => {
    const id = "7f0c3b1e-0d57-4b0a-9a55-3a2f5d1f6c11";
    const row = {
      ...{ action: "customer.viewed", outcome: "refused" as const, rule: "r", actorKind: "user" as const },
      ...{ actorId: id, tokenId: id, accessRequestId: id, subjectId: id, requestId: "req_whole" },
      ...{ clientIp: "2001:db8::1", customerIds: ["a", 'b,"c'], fields: [], details: { a: [1, "two"] } },
    };
    await insertAuditEvent(app, row);
    const [stored] = await owner.select().from(auditEvents).where(eq(auditEvents.requestId, "req_whole"));
    expect(stored).toMatchObject(row);
  });
});

describe("a role's own table stands before none of ours (rule 11)", () => {
  it("is not made by a role that writes records, from a start on", async () => {
    const temporary = "create temporary table audit_events (like public.audit_events including all)";
    await app.execute(sql.raw(`${temporary}; drop table pg_temp.audit_events`));
    await migrate(database.ownerUrl);
    for (const db of [app, jobs]) await refused(db, temporary);
  });
});

describe("a role writes and reads the columns it has business with", () => {
  it("keeps the demonstration's mark and people's ids from the application", async () => {
    await refused(app, "update program_settings set demonstration = true");
    await refused(app, "update users set id = gen_random_uuid()");
    await refused(app, "update users set created_at = countersign_now()");
  });

  it("keeps a mail's address and subject, and every password, from the jobs", async () => {
    await refused(jobs, "update messages set mailbox = 'x@harbour.example'");
    await refused(jobs, "update messages set recipient_id = gen_random_uuid()");
    await refused(jobs, "select password_hash from users");
    await refused(jobs, "select * from users");
  });
});

describe("no grant without another person's approval, whoever writes the row (rule 1)", () => {
  it("refuses a network and a secret under a request that is not approved", async () => {
    const { manager } = await createPair(owner);
    const { requestId, tokenId } = await submitRequest(app, manager);
    await refused(
      owner,
      `insert into approved_networks (token_id, request_id, network, approved_by) values ('${tokenId}', '${requestId}', '203.0.113.24/32', '${manager.id}')`,
    );
    await refused(
      owner,
      `insert into token_secrets (token_id, request_id, hash, last_four, displayed_by) values ('${tokenId}', '${requestId}', '\\x00', 'abcd', '${manager.id}')`,
    );
  });

  it("refuses a decision by the requester, by a constraint of the table", async () => {
    const { manager } = await createPair(owner);
    const { requestId } = await submitRequest(app, manager);
    const own = { status: "approved" as const, decidedBy: manager.id, decidedAt: new Date() };
    await expect(
      owner.update(accessRequests).set(own).where(eq(accessRequests.id, requestId)),
    ).rejects.toMatchObject({
      cause: { code: "23514", constraint_name: "access_requests_four_eyes" },
    });
  });
});
