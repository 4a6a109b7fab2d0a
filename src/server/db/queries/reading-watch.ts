import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

/** What the watch over reading asks and notes. It works behind the guarded read, which neither reads nor writes these tables. */

const clock = sql`(select at, (at at time zone 'UTC')::date as today from (select countersign_now() as at) c) now`;

/** So far back a day is still counted: longer ago than that, the job process was away for too long. */
const daysBack = 7;

export interface CountedReading extends Record<string, unknown> {
  tokenId: string;
  ceiling: number;
  /** The UTC day that was counted. */
  day: string;
  distinct: number;
  /** The day has passed: its newest reads are of a later one. */
  passed: boolean;
}

/**
 * Counts the distinct customers of one token that may have come to half of its ceiling, or above it; null where there is
 * none. A day is counted again only where what was returned since could make a difference; and once more when the token's
 * reads have moved on to the next, which took with them how much was returned in the end.
 */
export async function countNextReading(db: Executor): Promise<CountedReading | null> {
  await startDay(db);
  const rows = await db.execute<{ id: string; ceiling: number }>(sql`
    select t.id, t.distinct_ceiling as ceiling
    from ${clock}, security_tokens t join token_usage u on u.token_id = t.id join token_watch w on w.token_id = t.id
    where t.distinct_ceiling is not null and t.suspended_at is null and t.revoked_at is null and u.day >= now.today - ${daysBack}::int
      and (w.day < u.day or w.counted_at < u.customers_read and w.distinct_customers + u.customers_read - w.counted_at
        > case when exists (select 1 from reading_alerts a where a.subject_id = t.id and a.kind = 'many' and a.day = u.day)
          then t.distinct_ceiling else (t.distinct_ceiling - 1) / 2 end)
    limit 1 for no key update of t skip locked`);
  const [next] = rows;
  return next ? countReading(db, next.id, next.ceiling) : null;
}

/** When the ceiling of `t` was signed as it is. */
const ceilingSigned = sql`(
  select min(r.decided_at) from access_requests r
  where r.token_id = t.id and r.status = 'approved' and not exists (
    select 1 from access_requests x where x.token_id = t.id and x.status = 'approved' and x.decided_at >= r.decided_at
      and x.distinct_ceiling is distinct from t.distinct_ceiling))`;

/**
 * Counts the day that the watch stands at; where the token's reads have moved on, it moves to the day after. One statement,
 * so that the count and what it is a count of are of one snapshot. A passed day counts from when its ceiling was signed.
 */
async function countReading(db: Executor, tokenId: string, ceiling: number): Promise<CountedReading | null> {
  const rows = await db.execute<{ day: string; distinct: number; passed: boolean }>(sql`
    with counting as (
      select u.customers_read, t.lifted_at, ${ceilingSigned} as signed_at, u.day as newest, least(u.day, greatest(w.day, now.today - ${daysBack}::int)) as day
      from ${clock}, token_usage u join security_tokens t on t.id = u.token_id join token_watch w on w.token_id = u.token_id
      where u.token_id = ${tokenId}
    ), counted as (
      select c.*, c.day < c.newest as passed, (
        select count(distinct s.id)::int from audit_events e, unnest(e.customer_ids) s(id)
        where e.token_id = ${tokenId} and e.actor_kind = 'token' and e.outcome = 'allowed'
          and e.id > coalesce((select max(d.above) from reading_days d where d.day <= c.day), 0)
          and (e.at at time zone 'UTC')::date = c.day
          and e.at > coalesce(greatest(c.lifted_at, case when c.day < c.newest then c.signed_at end), '-infinity')) as found
      from counting c
    )
    update token_watch w set
      day = c.day + c.passed::int,
      counted_at = case when c.passed then 0 else c.customers_read end,
      distinct_customers = case when c.passed then 0 else c.found end
    from counted c where w.token_id = ${tokenId}
    returning c.day::text as day, c.found as distinct, c.passed`);
  const [row] = rows;
  return row ? { tokenId, ceiling, ...row } : null;
}

/** Notes where this UTC day's records begin, and gives each token in use a row, which begins before its first read. */
async function startDay(db: Executor): Promise<void> {
  // A seal holds no number that is given after it: what it has passed over is of its day, or of one before.
  await db.execute(sql`
    insert into reading_days (day, above)
    select now.today, coalesce((select s.high from audit_seals s where s.sealed_at < now.today::timestamp at time zone 'UTC'
      order by s.seq desc limit 1), 0)
    from ${clock} where not exists (select 1 from reading_days d where d.day = now.today) on conflict do nothing`);
  await db.execute(sql`
    insert into token_watch (token_id, day, sampled_at, sampled_day, sampled_customers)
    select u.token_id, least(u.day, (t.approved_at at time zone 'UTC')::date), now.at, u.day, u.customers_read
    from ${clock}, token_usage u join security_tokens t on t.id = u.token_id
    where u.day >= now.today - ${daysBack}::int and u.uses > 0
      and not exists (select 1 from token_watch w where w.token_id = u.token_id) on conflict do nothing`);
}

export interface SampledReading extends Record<string, unknown> {
  tokenId: string;
  day: string;
  /** Customers in a minute, now and usually, and how many minutes that mean is over. */
  rate: number;
  usual: number;
  samples: number;
}

/**
 * Looks at how fast each token in use reads, at most once a minute, and moves its usual rate by it; a burst moves it by
 * `most` times as much as usual, no further. What was not looked at for longer was not in use: it counts as a minute's.
 */
export async function sampleReading(db: Executor, most: number): Promise<SampledReading[]> {
  const rows = await db.execute<SampledReading>(sql`
    with fresh as (
      select w.token_id, u.day, u.customers_read, now.at, w.usual_per_minute as usual, w.samples,
        (case when u.day = w.sampled_day then u.customers_read - w.sampled_customers else u.customers_read end)
          / case when now.at - w.sampled_at < interval '2 minutes' then extract(epoch from now.at - w.sampled_at)::float8 / 60
            else 1 end as rate
      from ${clock}, token_watch w join token_usage u on u.token_id = w.token_id join security_tokens t on t.id = w.token_id
      where u.last_used_at > w.sampled_at and w.sampled_at <= now.at - interval '1 minute'
        and t.revoked_at is null and t.suspended_at is null
      for no key update of w skip locked
    )
    update token_watch w set sampled_at = f.at, sampled_day = f.day, sampled_customers = f.customers_read,
      samples = f.samples + (f.rate > 0)::int,
      usual_per_minute = case when f.rate <= 0 then f.usual
        else f.usual + (least(f.rate, case when f.samples = 0 then f.rate else ${most}::float8 * f.usual end) - f.usual)
          / least(f.samples + 1, 100) end
    from fresh f where w.token_id = f.token_id
    returning w.token_id as "tokenId", w.sampled_day::text as day, round(f.rate)::int as rate, f.usual, f.samples`);
  return [...rows];
}

/** People who have seen at least so many distinct customers on this UTC day, and were not told of yet. */
export async function peopleWhoSawMany(db: Executor, least: number) {
  await startDay(db);
  const rows = await db.execute<{ personId: string; day: string; customers: number }>(sql`
    select e.actor_id as "personId", now.today::text as day, count(distinct s.id)::int as customers
    from ${clock} join reading_days d on d.day = now.today, audit_events e, unnest(e.customer_ids) s(id)
    where e.token_id is null and e.actor_kind = 'user' and cardinality(e.customer_ids) > 0 and e.id > d.above and e.outcome = 'allowed'
      and e.at >= now.today::timestamp at time zone 'UTC' and e.action like 'customer.%' and e.action not like 'customer.history%'
      and not exists (select 1 from reading_alerts a where a.subject_id = e.actor_id and a.kind = 'many' and a.day = now.today)
    group by e.actor_id, now.today having count(distinct s.id) >= ${least} limit 100`);
  return [...rows];
}

/** Notes that something is said of a reader; false where it was said on that day already. */
export async function noteReadingAlert(
  db: Executor,
  alert: { subjectId: string; kind: "burst" | "many"; day: string },
): Promise<boolean> {
  const rows = await db.execute(sql`
    insert into reading_alerts (subject_id, kind, day) values (${alert.subjectId}, ${alert.kind}, ${alert.day})
    on conflict do nothing returning 1`);
  return rows.length === 1;
}

/** Suspends a token, from this commit on; false where it is so already or has ended. */
export async function suspendToken(db: Executor, reading: CountedReading): Promise<boolean> {
  const rows = await db.execute(sql`
    update security_tokens set suspended_at = countersign_now(), suspended_day = ${reading.day},
      suspended_distinct = ${reading.distinct}
    where id = ${reading.tokenId} and suspended_at is null and revoked_at is null returning 1`);
  return rows.length === 1;
}

/** Ends a suspension; its distinct customers are counted anew from here. False where there is none. */
export async function liftSuspension(db: Executor, tokenId: string): Promise<boolean> {
  const rows = await db.execute(sql`
    update security_tokens set suspended_at = null, suspended_day = null, suspended_distinct = null, lifted_at = countersign_now()
    where id = ${tokenId} and suspended_at is not null returning 1`);
  return rows.length === 1;
}

/** Forgets what no count needs any more. */
export async function forgetReading(db: Executor): Promise<void> {
  await db.execute(sql`delete from reading_alerts where created_at < countersign_now() - interval '30 days'`);
  // The newest of those stays: the oldest day that is still counted may have none of its own.
  await db.execute(sql`
    delete from reading_days where day < (select max(d.day) from ${clock}, reading_days d where d.day <= now.today - ${daysBack}::int)`);
}
