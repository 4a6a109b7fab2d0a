import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { AskState } from "../../../contracts/address-ask";
import type { Executor } from "../client";
import { addressAsks } from "../schema";
import { dated } from "./dated";

/** Answers an open ask with a request that holds its address, or with nothing; false where it was answered, or is not held. */
export async function takeUpAsk(
  db: Executor,
  askId: string,
  answeredBy: string,
  accessRequestId: string | null,
): Promise<boolean> {
  const held = sql`exists (select 1 from access_request_networks n
    where n.request_id = ${accessRequestId} and n.network >>= ${addressAsks.address})`;
  const rows = await db
    .update(addressAsks)
    .set({ answeredBy, answeredAt: sql`countersign_now()`, accessRequestId })
    .where(
      and(
        eq(addressAsks.id, askId),
        isNull(addressAsks.answeredAt),
        accessRequestId === null ? undefined : held,
      ),
    )
    .returning({ id: addressAsks.id });
  return rows.length === 1;
}

/** Lets one ask of a person through at a time, so that their bounds hold; ends with the transaction. */
export async function lockAsksOf(db: Executor, userId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`asks ${userId}`}, 0))`);
}

/** How many asks of this person wait, and how many they made within 24 hours. */
export async function countAsksOf(db: Executor, userId: string): Promise<{ open: number; day: number }> {
  const rows = await db.execute<{ open: number; day: number }>(sql`
    select count(*) filter (where answered_at is null)::int as open,
      count(*) filter (where created_at > countersign_now() - interval '1 day')::int as day
    from address_asks where asked_by = ${userId}`);
  return rows[0] ?? { open: 0, day: 0 };
}

export async function findOpenAsk(db: Executor, askedBy: string, address: string): Promise<string | null> {
  const [row] = await db
    .select({ id: addressAsks.id })
    .from(addressAsks)
    .where(
      and(eq(addressAsks.askedBy, askedBy), eq(addressAsks.address, address), isNull(addressAsks.answeredAt)),
    );
  return row?.id ?? null;
}

export async function insertAsk(
  db: Executor,
  ask: { askedBy: string; address: string; note: string },
): Promise<string> {
  const [row] = await db.insert(addressAsks).values(ask).returning({ id: addressAsks.id });
  if (!row) throw new Error("The ask was not stored.");
  return row.id;
}

export interface AskRow extends Record<string, unknown> {
  id: string;
  address: string;
  note: string;
  at: Date;
  askedById: string;
  askedByName: string;
  askedByRoles: string[];
  state: AskState;
  answeredAt: Date | null;
  answeredByName: string | null;
  /** The request that answers it; for an open ask, an open request that holds its address already. */
  requestId: string | null;
  reference: string | null;
  /** The decider's note of a rejection. */
  decisionNote: string | null;
}

const asks = sql`
  select a.id, host(a.address) as address, a.note, a.created_at as at, a.asked_by as "askedById", u.name as "askedByName",
    array(select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id order by r.name) as "askedByRoles",
    a.answered_at as "answeredAt", (select name from users where id = a.answered_by) as "answeredByName",
    coalesce(a.access_request_id, holding.id) as "requestId", coalesce(t.reference, holding.reference) as reference,
    r.decision_note as "decisionNote",
    case when a.answered_at is null then case when holding.id is null then 'open' else 'in_approval' end
      when r.id is null then 'dismissed'
      when r.status = 'pending' and r.expires_at > countersign_now() then 'in_approval'
      when r.status in ('approved', 'rejected') then r.status::text else 'ended' end as state
  from address_asks a join users u on u.id = a.asked_by
  left join access_requests r on r.id = a.access_request_id
  left join security_tokens t on t.id = r.token_id
  left join lateral (
    select o.id, k.reference from access_requests o join security_tokens k on k.id = o.token_id
    join access_request_networks n on n.request_id = o.id
    where a.answered_at is null and o.status = 'pending' and o.expires_at > countersign_now() and n.network >>= a.address
    order by o.created_at limit 1) holding on true`;

/** Asks that wait, oldest first, with how many there are. */
export async function listOpenAsks(db: Executor, most: number): Promise<Array<AskRow & { total: number }>> {
  const rows = await db.execute(sql`
    select *, count(*) over ()::int as total from (${asks} where a.answered_at is null) as waiting
    order by at, id limit ${most}`);
  return dated(rows);
}

export async function findAsk(db: Executor, askId: string): Promise<AskRow | null> {
  const rows = await db.execute(sql`${asks} where a.id = ${askId}`);
  return dated<AskRow>(rows)[0] ?? null;
}

/** This person's newest ask for this address. */
export async function newestAskOf(db: Executor, askedBy: string, address: string): Promise<AskRow | null> {
  const rows = await db.execute(sql`
    ${asks} where a.asked_by = ${askedBy} and a.address = ${address}::inet order by a.created_at desc limit 1`);
  return dated<AskRow>(rows)[0] ?? null;
}

/** The words in which this person was told that nothing comes of an ask; kept with what they were told. */
export async function dismissalOf(db: Executor, userId: string, askId: string): Promise<string | null> {
  const rows = await db.execute<{ words: string | null }>(sql`
    select details ->> 'dismissed' as words from notifications
    where user_id = ${userId} and kind = 'address_asked' and details ->> 'askId' = ${askId} and details ? 'dismissed'
    order by created_at desc limit 1`);
  return rows[0]?.words ?? null;
}

export interface AnsweredAsk extends Record<string, unknown> {
  id: string;
  askedById: string;
  askedByName: string;
  address: string;
  note: string;
  at: Date;
}

/** The asks that a request answers. */
export async function asksAnsweredBy(db: Executor, requestId: string): Promise<AnsweredAsk[]> {
  const rows = await db.execute(sql`
    select a.id, a.asked_by as "askedById", u.name as "askedByName", host(a.address) as address, a.note, a.created_at as at
    from address_asks a join users u on u.id = a.asked_by
    where a.access_request_id = ${requestId} order by a.created_at, a.id`);
  return dated(rows);
}

/** Answers every open ask whose address a request's networks hold; for when it is approved. */
export async function answerHeldAsks(db: Executor, requestId: string, answeredBy: string): Promise<void> {
  await db.execute(sql`
    update address_asks a set answered_by = ${answeredBy}, answered_at = countersign_now(), access_request_id = ${requestId}
    where a.answered_at is null and exists (
      select 1 from access_request_networks n where n.request_id = ${requestId} and n.network >>= a.address)`);
}

/** Who asked for an address that a request's networks hold, still works here, and was answered with it. */
export async function askersOf(
  db: Executor,
  requestId: string,
): Promise<Array<{ askId: string; userId: string; address: string }>> {
  const rows = await db.execute<{ askId: string; userId: string; address: string }>(sql`
    select a.id as "askId", a.asked_by as "userId", host(a.address) as address
    from address_asks a join users u on u.id = a.asked_by
    where a.access_request_id = ${requestId} and u.status = 'active' and exists (
      select 1 from access_request_networks n where n.request_id = ${requestId} and n.network >>= a.address)
    order by a.asked_by, a.id`);
  return [...rows];
}
