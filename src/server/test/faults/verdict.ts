import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { expect } from "vitest";
import type { Database } from "../../db/client";
import * as schema from "../../db/schema";
import { breaches } from "../life/look";
import type { ResendServer } from "../resend-server";
import type { Ledger } from "./traffic";

/**
 * Looks at the rows through connections that faults break. The library asks for types with each new one, and leaves that
 * question's failure to nobody: none is asked here.
 */
export function watcherOf(url: string): Database {
  const client = postgres(url, {
    max: 3,
    connect_timeout: 5,
    backoff: () => 0.2,
    fetch_types: false,
    onnotice: () => {},
  });
  return drizzle({ client, schema, casing: "snake_case" });
}

/** Asks until the database answers: the harness is no part of what must recover. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(200);
    }
  }
}

/** Everything that anybody was told so far stands in the rows, and no decision stands there by halves. */
export async function judgeRows(owner: Database, ledger: Ledger): Promise<void> {
  const sql = owner.$client;
  const told = {
    reads: ledger.reads.splice(0),
    approved: ledger.approved.splice(0),
    displayed: ledger.displayed.splice(0),
  };
  const missing = await patiently(
    () => sql<{ what: string; id: string }[]>`
      select 'read' as what, id from jsonb_array_elements_text(${JSON.stringify(told.reads)}::text::jsonb) as t(id)
        where not exists (select 1 from audit_events e where e.request_id = t.id and e.outcome = 'allowed'
          and e.action = 'customer.read' and e.customer_ids is not null)
      union all
      select 'approval', id from jsonb_array_elements_text(${JSON.stringify(told.approved)}::text::jsonb) as t(id)
        where not exists (select 1 from access_requests r where r.id = t.id::uuid and r.status = 'approved')
      union all
      select 'display', id from jsonb_array_elements_text(${JSON.stringify(told.displayed)}::text::jsonb) as t(id)
        where not exists (select 1 from token_secrets s where s.hash = decode(t.id, 'hex'))`,
  );
  expect([...missing]).toEqual([]);
  expect(new Set(told.approved).size, "two approvals of one request").toBe(told.approved.length);
  for (const [breach, count] of Object.entries(await patiently(() => breaches({ owner })))) {
    expect([breach, count]).toEqual([breach, 0]);
  }
  for (const [breach, count] of Object.entries(await patiently(() => halves(owner)))) {
    expect([breach, count]).toEqual([breach, 0]);
  }
}

/** Parts of a request or decision that stand without the rest. */
async function halves({ $client: sql }: Database): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`
    select
      (select count(*)::int from access_requests r where (select count(*) from approval_codes c where c.request_id = r.id) <> 2
      ) as "request without its codes",
      (select count(*)::int from approval_codes c where not exists (select 1 from messages m
        where m.access_request_id = c.request_id and m.recipient_id = c.approver_id and m.kind = 'approval_requested')
      ) as "code without its mail",
      (select count(*)::int from access_requests r where not exists (select 1 from audit_events e
        where e.access_request_id = r.id and e.action = 'request.submitted')) as "request without its record",
      (select count(*)::int from access_requests r where (r.status = 'approved') <> exists (select 1 from messages m
        where m.access_request_id = r.id and m.kind = 'request_approved')) as "approval and its mail apart",
      (select count(*)::int from access_requests r where (r.status = 'approved') <> exists (select 1 from notifications n
        where n.access_request_id = r.id and n.kind = 'request_approved')) as "approval and its notification apart",
      (select count(*)::int from access_requests r where (r.status = 'approved') <> exists (select 1 from approved_networks n
        where n.request_id = r.id)) as "approval and its networks apart",
      (select count(*)::int from access_requests r where r.kind = 'new_token' and (r.status = 'approved') <> exists (
        select 1 from security_tokens t where t.id = r.token_id and t.approved_at = r.decided_at)
      ) as "approval and its token apart",
      (select count(*)::int from (select request_id from token_secrets where ends_at is null group by request_id
        having count(*) > 1) d) as "two open secrets of one request"`;
  return row ?? {};
}

/** Waits until no mail is on its way, as long as it may take. */
export async function waitForMail(owner: Database, ms: number): Promise<void> {
  const until = Date.now() + ms;
  for (;;) {
    const [row] = await patiently(
      () =>
        owner.$client<{ left: number }[]>`select count(*)::int as left from messages where status = 'queued'`,
    );
    if (row?.left === 0) return;
    if (Date.now() > until) throw new Error(`${row?.left} mails never left.`);
    await sleep(200);
  }
}

/** No mail lost, none doubled, and none of what was rolled back. */
export async function judgeMail(owner: Database, provider: ResendServer): Promise<Record<string, number>> {
  const rows = await owner.$client<{ key: string; status: string; error: string | null; open: boolean }[]>`
    select m.idempotency_key as key, m.status, m.last_error as error, coalesce(r.status = 'pending', false) as open
    from messages m left join access_requests r on r.id = m.access_request_id`;
  const sent = new Map(provider.mails.map((mail) => [mail.key, mail]));
  expect(provider.mails).toHaveLength(sent.size);
  expect(new Set(provider.mails.map(({ to, text }) => `${to}\n${text}`)).size).toBe(provider.mails.length);
  const lost = rows.filter(({ key, status }) => status === "sent" && !sent.has(key));
  expect(lost).toEqual([]);
  // Only a code that nobody needs any more may stay behind.
  const unsent = rows.filter(
    (one) => one.status !== "sent" && (one.error !== "no_longer_needed" || one.open),
  );
  expect(unsent).toEqual([]);
  const known = new Set(rows.map(({ key }) => key));
  expect([...sent.keys()].filter((key) => !known.has(key))).toEqual([]);
  return {
    messages: rows.length,
    mails: sent.size,
    unneeded: rows.filter(({ status }) => status === "failed").length,
  };
}
