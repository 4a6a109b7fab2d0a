import "server-only";
import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { attemptDelays } from "../schema";

/** How delays grow: nothing for the first `free` failures, then doubling from `first` to `most` seconds. */
export interface DelayCurve {
  free: number;
  first: number;
  most: number;
  /** Failures older than this are forgotten. */
  memoryMinutes: number;
}

const delayAfter = (failures: SQL, { free, first, most }: DelayCurve): SQL => sql`
  case when ${failures} < ${free}::int then interval '0'
  else make_interval(secs => least(${most}::float8, ${first}::float8 * power(2, least(${failures} - ${free}::int, 30)))) end`;

/**
 * Takes one attempt if its time has come and counts it as failed: one statement on one row, so that of any number at
 * once as many pass as are free. Gives the seconds to wait, 0 where the attempt was taken.
 */
export async function takeAttempt(db: Executor, key: string, curve: DelayCurve): Promise<number> {
  const failures = sql`case when d.last_failure_at < countersign_now() - make_interval(mins => ${curve.memoryMinutes}::int)
    then 1 else d.failures + 1 end`;
  const taken = await db.execute(sql`
    insert into attempt_delays as d (key, failures, last_failure_at, next_attempt_at)
    values (${key}, 1, countersign_now(), countersign_now() + ${delayAfter(sql`1`, curve)})
    on conflict (key) do update set failures = ${failures}, last_failure_at = countersign_now(),
      next_attempt_at = countersign_now() + ${delayAfter(sql`(${failures})`, curve)}
    where d.next_attempt_at <= countersign_now()
    returning 1`);
  if (taken.length > 0) return 0;
  return Math.max(1, await secondsToWait(db, key));
}

/** The seconds until an attempt may be taken, 0 where it may now; counts nothing. */
export async function secondsToWait(db: Executor, key: string): Promise<number> {
  const [row] = await db.execute<{ seconds: number }>(sql`
    select greatest(0, ceil(extract(epoch from next_attempt_at - countersign_now())))::int as seconds
    from attempt_delays where key = ${key}`);
  return row?.seconds ?? 0;
}

/** Counts without ever refusing; gives the count. */
export async function countFailure(db: Executor, key: string, memoryMinutes: number): Promise<number> {
  const [row] = await db.execute<{ failures: number }>(sql`
    insert into attempt_delays as d (key, failures, last_failure_at, next_attempt_at)
    values (${key}, 1, countersign_now(), countersign_now())
    on conflict (key) do update set last_failure_at = countersign_now(),
      failures = case when d.last_failure_at < countersign_now() - make_interval(mins => ${memoryMinutes}::int)
        then 1 else d.failures + 1 end
    returning failures`);
  return row?.failures ?? 1;
}

/**
 * Takes one of `most` in the minute that runs now; false, with nothing written, where all are taken. One statement on one
 * row, so that of any number at once no more pass.
 */
export async function takeInMinute(db: Executor, key: string, most: number): Promise<boolean> {
  const thisMinute = sql`date_trunc('minute', d.last_failure_at) = date_trunc('minute', countersign_now())`;
  const taken = await db.execute(sql`
    insert into attempt_delays as d (key, failures, last_failure_at, next_attempt_at)
    values (${key}, 1, countersign_now(), countersign_now())
    on conflict (key) do update set last_failure_at = countersign_now(),
      failures = case when ${thisMinute} then d.failures + 1 else 1 end
    where not ${thisMinute} or d.failures < ${most}::int
    returning 1`);
  return taken.length > 0;
}

/** Takes back one counted attempt that turned out right; others' failures and their delay stay. */
export async function uncountFailure(db: Executor, keys: readonly string[]): Promise<void> {
  await db
    .update(attemptDelays)
    .set({ failures: sql`greatest(${attemptDelays.failures} - 1, 0)` })
    .where(inArray(attemptDelays.key, [...keys]));
}

/** Forgets a key; what nobody tries any more goes with the other counters (deleteOldCounters). */
export async function forgetAttempts(db: Executor, key: string): Promise<void> {
  await db.delete(attemptDelays).where(eq(attemptDelays.key, key));
}
