import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { changeLimits } from "../domain/security-token/change-limits";
import { testDatabase } from "../test/database";
import { contextOf, createProgram } from "../test/factories/people";
import { approveRequest, createLiveToken, createPair, submitRequest } from "../test/factories/requests";
import { refused, refusedAfter } from "../test/refused";
import { securityTokens, tokenSecrets } from "./schema";

const { owner, app } = await testDatabase();

beforeAll(() => createProgram(owner));

describe("an approved token is what was approved (rule 3)", () => {
  it("cannot be widened, nor approved, unrevoked, renamed or handed over by a write", async () => {
    const { tokenId, manager } = await createLiveToken(owner, app);
    const token = (change: string) => `update security_tokens set ${change} where id = '${tokenId}'`;
    for (const change of [
      "scopes = '{customers:read,fields:sensitive}'",
      "expires_at = expires_at + interval '1 day'",
      "daily_limit = daily_limit + 1",
      "rate_per_minute = rate_per_minute + 1",
      "purpose = 'Another'",
      "approved_at = null",
      "approved_at = approved_at + interval '1 second'",
      `revoked_by = '${manager.id}'`,
      "version = version - 1",
      "created_by = gen_random_uuid()",
      "reference = 'ST-0000-0000'",
    ]) {
      await refused(app, token(change));
    }
    await app.execute(sql.raw(token("revoked_at = countersign_now()")));
    await refused(app, token("revoked_at = null"));
    await refused(app, token(`revoked_by = '${manager.id}'`));
    await refused(app, token("revoked_at = countersign_now() + interval '1 year'"));
  });

  it("may be set to what its approved request says, and to that alone", async () => {
    const { tokenId } = await createLiveToken(owner, app);
    await owner.update(securityTokens).set({ dailyLimit: 1 }).where(eq(securityTokens.id, tokenId));
    await refused(app, `update security_tokens set daily_limit = 2 where id = '${tokenId}'`);
    await app.execute(sql.raw(`update security_tokens set daily_limit = 5000 where id = '${tokenId}'`));
  });

  it("starts inert and is approved by no write without an approved request", async () => {
    const { manager } = await createPair(owner);
    const { tokenId } = await submitRequest(app, manager);
    await refused(app, `update security_tokens set approved_at = countersign_now() where id = '${tokenId}'`);
    await refused(
      app,
      `insert into security_tokens (reference, purpose, created_by, scopes, rate_per_minute, daily_limit, expires_at, approved_at)
       values ('ST-1111-1111', 'x', '${manager.id}', '{}', 1, 1, countersign_now(), countersign_now())`,
    );
  });

  it("is not fooled by a temporary table that is named like ours", async () => {
    const { tokenId, requestId, manager } = await createLiveToken(owner, app);
    await refusedAfter(
      app,
      [
        "create temporary table access_requests as select * from public.access_requests",
        "update access_requests set daily_limit = 999999, requested_by = gen_random_uuid()",
        "set local search_path = pg_temp, public, pg_catalog",
      ],
      `update public.security_tokens set daily_limit = 999999 where id = '${tokenId}'`,
    );
    const { requestId: open, tokenId: inert } = await submitRequest(app, manager);
    await refusedAfter(
      app,
      [
        "create temporary table access_requests as select * from public.access_requests",
        `update access_requests set status = 'approved', decided_by = gen_random_uuid() where id <> '${requestId}'`,
      ],
      `insert into public.token_secrets (token_id, request_id, hash, last_four, displayed_by)
       values ('${inert}', '${open}', '\\x01', 'abcd', '${manager.id}')`,
    );
  });
});

describe("a request has the networks it was made with (rule 3)", () => {
  const addTo = (requestId: string) =>
    `insert into access_request_networks (request_id, position, network) values ('${requestId}', 9, '10.0.0.0/8')`;

  it("takes none afterwards, open or decided", async () => {
    const { manager } = await createPair(owner);
    const open = await submitRequest(app, manager);
    await refused(app, addTo(open.requestId));
    await refused(app, `update access_requests set decision_note = 'touched' where id = '${open.requestId}'`);
    // Written unchanged, its row would pass for one made here; only a reminder rewrites it, and not the application's.
    await refused(app, `update access_requests set status = status where id = '${open.requestId}'`);
    await refused(
      app,
      `update access_requests set next_reminder_at = countersign_now() where id = '${open.requestId}'`,
    );
    const { requestId } = await createLiveToken(owner, app);
    await refused(app, addTo(requestId));
    await refused(
      app,
      `update access_requests set status = 'pending', decided_by = null, decided_at = null where id = '${requestId}'`,
    );
  });

  it("takes none in a transaction that began before the request was made", async () => {
    const { manager } = await createPair(owner);
    const late = app.transaction(async (tx) => {
      await tx.execute(sql`select pg_current_xact_id()`);
      const { requestId } = await submitRequest(app, manager);
      await tx.execute(sql.raw(addTo(requestId)));
    });
    await expect(late).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("starts open, whoever is named as its decider", async () => {
    const { requestId, tokenId, manager, admin } = await createLiveToken(owner, app);
    await refused(
      app,
      `insert into access_requests (kind, token_id, token_version, requested_by, purpose, scopes, rate_per_minute, daily_limit,
         token_expires_at, reason, digest, expires_at, status, decided_by, decided_at)
       select kind, '${tokenId}', 1, '${manager.id}', purpose, scopes, rate_per_minute, 999999, token_expires_at, reason, digest,
         expires_at, 'approved', '${admin.id}', countersign_now() from access_requests where id = '${requestId}'`,
    );
  });
});

describe("what ended has ended (rules 3 and 9)", () => {
  it("brings no revoked network back, neither as its row nor as another", async () => {
    const { tokenId, requestId, admin } = await createLiveToken(owner, app);
    const where = `where token_id = '${tokenId}'`;
    await app.execute(sql.raw(`update approved_networks set revoked_at = countersign_now() ${where}`));
    await refused(app, `update approved_networks set revoked_at = null ${where}`);
    await refused(app, `update approved_networks set revoked_by = '${admin.id}' ${where}`);
    const again = `insert into approved_networks (token_id, request_id, network, approved_by)
      values ('${tokenId}', '${requestId}', '203.0.113.24/32', '${admin.id}')`;
    await refused(app, again);
    await refused(app, `update access_requests set decision_note = 'touched' where id = '${requestId}'`);
  });

  it("opens a network with the label, the end and the approver that were signed", async () => {
    const { manager, admin } = await createPair(owner);
    const { tokenId, requestId } = await submitRequest(app, manager);
    const approve = `update access_requests set status = 'approved', decided_by = '${admin.id}',
      decided_at = countersign_now() where id = '${requestId}'`;
    const open = (label: string, end: string, by: string) =>
      `insert into approved_networks (token_id, request_id, network, label, expires_at, approved_by)
       values ('${tokenId}', '${requestId}', '203.0.113.24/32', '${label}', ${end}, '${by}')`;
    await refusedAfter(app, [approve], open("Another", "null", admin.id));
    await refusedAfter(app, [approve], open("", "countersign_now() + interval '1 day'", admin.id));
    await refusedAfter(app, [approve], open("", "null", manager.id));
    await refusedAfter(app, [approve, open("", "null", admin.id)], open("", "null", admin.id));
    await app.execute(sql.raw(approve));
    await refused(app, open("", "null", admin.id));
  });

  it("mints no secret under a request for networks or limits", async () => {
    const { tokenId, manager, admin } = await createLiveToken(owner, app);
    const manages = contextOf<"api_settings.manage">(app, manager);
    const reason = "The tills need more in December.";
    const { requestId } = await changeLimits(manages, { tokenId, reason, ratePerMinute: 90, dailyLimit: 90 });
    await approveRequest(owner, app, requestId, admin);
    await refused(
      app,
      `insert into token_secrets (token_id, request_id, hash, last_four, displayed_by)
       values ('${tokenId}', '${requestId}', '\\x02', 'abcd', '${manager.id}')`,
    );
  });

  it("ends, saves and uses a secret once; its end may only come sooner", async () => {
    const { tokenId } = await createLiveToken(owner, app);
    const secret = (change: string) => `update token_secrets set ${change} where token_id = '${tokenId}'`;
    const set =
      "saved_at = countersign_now(), first_used_at = countersign_now(), ends_at = countersign_now()";
    await app.execute(sql.raw(secret(set)));
    await refused(app, secret("ends_at = null"));
    await refused(app, secret("ends_at = ends_at + interval '1 second'"));
    for (const column of ["saved_at", "first_used_at"]) {
      await refused(app, secret(`${column} = null`));
      await refused(app, secret(`${column} = countersign_now()`));
    }
    await app.execute(sql.raw(secret("ends_at = ends_at - interval '1 second'")));
    const [row] = await owner.select().from(tokenSecrets).where(eq(tokenSecrets.tokenId, tokenId));
    expect(row?.endsAt).not.toBeNull();
  });
});

describe("what has ended stays so", () => {
  it("a session, a link and a code; and a request has one secret", async () => {
    const { tokenId, requestId, manager, admin } = await createLiveToken(owner, app);
    const session = (change: string) => `update sessions set ${change} where id = '${manager.sessionId}'`;
    await app.execute(sql.raw(session("ended_at = countersign_now(), ended_reason = 'signed_out'")));
    await refused(app, session("ended_at = null, ended_reason = null"));

    const code = (change: string) =>
      `update approval_codes set ${change} where request_id = '${requestId}' and approver_id = '${admin.id}'`;
    await app.execute(sql.raw(code("voided_at = countersign_now()")));
    await refused(app, code("used_at = null"));
    await refused(app, code("voided_at = null"));

    const secret = `insert into token_secrets (token_id, request_id, hash, last_four, displayed_by)
      values ('${tokenId}', '${requestId}', sha256('mine'), 'mine', '${manager.id}')`;
    await refused(app, secret);
    await app.execute(
      sql.raw(`update token_secrets set ends_at = countersign_now() where token_id = '${tokenId}'`),
    );
    await app.execute(sql.raw(secret));
    const used = `update token_secrets set saved_at = countersign_now(), ends_at = countersign_now()
      where token_id = '${tokenId}' and ends_at is null`;
    await app.execute(sql.raw(used));
    await refused(app, secret.replace("sha256('mine')", "sha256('another')"));
  });

  it("a request's one secret, whoever mints another at the same moment", async () => {
    const { tokenId, requestId, manager } = await createLiveToken(owner, app);
    await owner.execute(
      sql.raw(`update token_secrets set ends_at = countersign_now() where token_id = '${tokenId}'`),
    );
    const mint = (mark: string) =>
      sql.raw(`insert into token_secrets (token_id, request_id, hash, last_four, displayed_by)
      values ('${tokenId}', '${requestId}', sha256('${mark}'), '${mark}', '${manager.id}')`);
    for (const isolationLevel of ["read committed", "repeatable read"] as const) {
      let late: Promise<unknown> | undefined;
      await app.transaction(async (tx) => {
        await tx.execute(mint("once"));
        late = app.transaction((other) => other.execute(mint("more")), { isolationLevel });
        late.catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      await expect(late, isolationLevel).rejects.toMatchObject({ cause: { code: "42501" } });
      await owner.execute(sql.raw("delete from token_secrets where last_four = 'once'"));
    }
  });

  it("a session's last cookie", async () => {
    const { manager } = await createLiveToken(owner, app);
    const number = (to: string) =>
      `update sessions set cookie_number = ${to} where id = '${manager.sessionId}'`;
    await app.execute(sql.raw(number("cookie_number + 1")));
    await refused(app, number("cookie_number - 1"));
  });

  it("a session is its person's to its end, and no write makes it another's or longer", async () => {
    const { manager, admin } = await createLiveToken(owner, app);
    const session = (change: string) => `update sessions set ${change} where id = '${manager.sessionId}'`;
    await refused(app, session(`user_id = '${admin.id}'`));
    await refused(app, session("expires_at = expires_at + interval '1 day'"));
    await refused(app, session("id = gen_random_uuid()"));
  });
});
