import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { twoProcesses } from "../../test/two-processes";
import type { ReadAnswer, ReadRequest } from "./read-queue";

const database = await testDatabase();
const { sql, liveToken } = twoProcesses(database);
const scopes = ["customers:list" as const, "customers:read" as const, "fields:contact" as const];
const list: Partial<ReadRequest> = {
  ...{ operation: "list", customerId: null, page: { limit: 5, since: null, after: null } },
};
const lookup: Partial<ReadRequest> = { operation: "external_id", customerId: null, value: "till-waiting" };

beforeAll(async () => {
  for (let made = 0; made < 8; made++) await createCustomer(database.owner);
  await createCustomer(database.owner, { externalId: "till-waiting" });
});

/** Runs while another transaction holds the token's limit row, and what was asked meanwhile waits for it. */
async function holding(tokenId: string, run: () => Promise<void>): Promise<void> {
  const holder = postgres(database.ownerUrl, { max: 1 });
  await holder.begin(async (tx) => {
    await tx`select 1 from token_usage where token_id = ${tokenId} for no key update`;
    await run();
  });
  await holder.end();
}

async function untilWaiting(): Promise<void> {
  for (;;) {
    const [row] =
      await sql`select count(*)::int as waiting from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where a.datname = current_database() and not l.granted`;
    if (row?.waiting > 0) return;
    await sleep(10);
  }
}

/** What is answered to a request that waited while the change was committed. */
async function askedBefore(
  token: { tokenId: string; ask: (given: Partial<ReadRequest>) => Promise<ReadAnswer> },
  asked: Partial<ReadRequest>,
  change: () => Promise<unknown>,
): Promise<ReadAnswer> {
  let late: Promise<ReadAnswer> | undefined;
  await holding(token.tokenId, async () => {
    late = token.ask(asked);
    await untilWaiting();
    await change();
  });
  return late as Promise<ReadAnswer>;
}

describe("a page that was read before the limit row was free", () => {
  const revocations = {
    ip_not_allowed: (id: string) =>
      sql`update approved_networks set revoked_at = countersign_now() where token_id = ${id}`,
    token_revoked: (id: string) =>
      sql`update security_tokens set revoked_at = countersign_now() where id = ${id}`,
    token_expired: (id: string) =>
      sql`update security_tokens set expires_at = countersign_now() where id = ${id}`,
    scope_missing: (id: string) =>
      sql`update security_tokens set scopes = '{fields:contact}' where id = ${id}`,
  };

  it.each(Object.entries(revocations))("is dropped: %s", async (verdict, revoke) => {
    for (const asked of [list, lookup]) {
      const token = await liveToken({ scopes });
      const answer = await askedBefore(token, asked, () => revoke(token.tokenId));
      expect(answer).toMatchObject({ verdict, body: null, page: null });
      const records = await sql`select customer_ids from audit_events where actor_id = ${token.tokenId}`;
      expect([...records]).toEqual([{ customer_ids: null }]);
    }
  });

  describe("is read again under the lock, in the same call", () => {
    beforeAll(() =>
      sql.unsafe(`create or replace function countersign_again() returns text language plpgsql volatile
        as $$ begin raise exception 'the call would have run again'; end $$`),
    );
    afterAll(() =>
      sql.unsafe(`create or replace function countersign_again() returns text language plpgsql volatile
        as $$ begin raise exception 'once more' using errcode = 'serialization_failure'; end $$`),
    );

    it("without the fields of a scope that ended meanwhile, in the page and in the record", async () => {
      const token = await liveToken({ scopes });
      const answer = await askedBefore(
        token,
        list,
        () => sql`update security_tokens set scopes = '{customers:list}' where id = ${token.tokenId}`,
      );
      const page = JSON.parse(answer.body ?? "");
      expect(page).toHaveLength(5);
      for (const customer of page) expect(customer).not.toHaveProperty("email");
      const [record] = await sql`select fields from audit_events where actor_id = ${token.tokenId}`;
      expect(record?.fields).toEqual(["basic"]);
    });

    it("whole, where the address was approved meanwhile", async () => {
      const token = await liveToken({ scopes });
      const set = (at: string | null) =>
        sql`update approved_networks set revoked_at = ${at}::text::timestamptz where token_id = ${token.tokenId}`;
      await set("2026-01-01T00:00:00Z");
      const answer = await askedBefore(token, list, () => set(null));
      expect(JSON.parse(answer.body ?? "")).toHaveLength(5);
    });
  });

  it("is given up with the whole call where it no longer fits even then", async () => {
    const token = await liveToken({ scopes });
    await sql`create sequence looks`;
    await sql`grant usage on sequence looks to public`;
    await sql.unsafe("alter function countersign_page_hint rename to countersign_page_hint_kept");
    // The first call takes every field for granted, twice.
    await sql.unsafe(`create function countersign_page_hint(bytea[], inet[], text[], uuid[], integer, uuid, timestamptz)
      returns table (mask integer, room integer) language sql volatile as $$
        select case when nextval('looks') <= 2 then 1073741823 else k.mask end, k.room
        from countersign_page_hint_kept($1, $2, $3, $4, $5, $6, $7) k $$`);
    const answer = await token.ask(list);
    await sql`drop function countersign_page_hint`;
    await sql.unsafe("alter function countersign_page_hint_kept rename to countersign_page_hint");
    const page = JSON.parse(answer.body ?? "");
    expect(page).toHaveLength(5);
    for (const customer of page) expect(customer).not.toHaveProperty("birth_date");
    expect(await token.usage()).toMatchObject({ customers_read: 5, uses: "1" });
  });

  it("leaves nothing where its record cannot be written", async () => {
    const token = await liveToken({ scopes });
    await sql`alter table audit_events add constraint spoiled check (action <> 'customer.listed') not valid`;
    await expect(token.ask(list)).rejects.toMatchObject({ code: "23514" });
    await sql`alter table audit_events drop constraint spoiled`;
    expect(await token.usage()).toMatchObject({ customers_read: 0, uses: "0" });
  });
});

describe("lists and lookups", () => {
  it("never hold up single reads, and are told so where too many wait", async () => {
    const [slow, quick] = [
      await liveToken({ scopes, ratePerMinute: 5000 }),
      await liveToken({ ratePerMinute: 500 }),
    ];
    const waiting: Promise<ReadAnswer>[] = [];
    await holding(slow.tokenId, async () => {
      for (let index = 0; index < 600; index++) waiting.push(slow.ask(index % 2 === 0 ? list : lookup));
      for (const one of waiting) one.catch(() => {});
      await untilWaiting();
      for (let round = 0; round < 20; round++) expect((await quick.ask()).verdict).toBeNull();
    });
    const settled = await Promise.allSettled(waiting);
    const refused = settled.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) expect(one).toMatchObject({ reason: { code: "unavailable" } });
    const answered = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value.verdict] : []));
    expect(answered.length).toBeGreaterThan(256);
    expect(new Set(answered)).toEqual(new Set([null]));
  });

  it("read nobody for a caller that is refused anyway", async () => {
    const token = await liveToken({ scopes, ratePerMinute: 1 });
    const spent = await liveToken({ scopes, dailyLimit: 1 });
    const far = { address: "198.51.100.9" };
    const spoil = "language plpgsql as $$ begin raise exception 'a customer was looked at'; end $$";
    const page =
      "integer, integer, timestamptz, timestamptz, text, out ids text[], out times timestamptz[], out bodies text[], out more boolean, out settled timestamptz";
    await sql.unsafe("alter function countersign_page rename to countersign_page_kept");
    await sql.unsafe("alter function countersign_find rename to countersign_find_kept");
    await sql.unsafe(`create function countersign_page(${page}) ${spoil}`);
    await sql.unsafe(`create function countersign_find(text, text) returns text ${spoil}`);
    for (const asked of [list, lookup]) {
      expect((await token.ask({ ...asked, ...far })).verdict).toBe("ip_not_allowed");
      expect((await token.ask({ ...asked, page: null, faulty: true })).verdict).toBe("invalid_parameter");
      expect((await token.ask({ ...asked, secretHash: "00".repeat(32) })).verdict).toBe("token_invalid");
      await expect(token.ask(asked)).rejects.toMatchObject({ code: "unavailable" });
    }
    expect((await token.ask()).verdict).toBeNull();
    for (const asked of [list, lookup]) expect((await token.ask(asked)).verdict).toBe("rate_limited");
    expect((await spent.ask()).verdict).toBeNull();
    expect((await spent.ask(list)).verdict).toBe("daily_limit_reached");
  });
});
