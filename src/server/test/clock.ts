import type { Sql } from "postgres";

/** The database's clock, and what moves it; a database has one, whatever connects to it. */
export interface TestClock {
  now(): Promise<Date>;
  advance(ms: number): Promise<void>;
  set(date: Date): Promise<void>;
  reset(): Promise<void>;
}

/** Replaces countersign_now() by one that a table shifts; its volatility stays as it was. */
export async function replaceClock(owner: Sql): Promise<void> {
  const rows = await owner<{ volatility: string }[]>`
    select case provolatile when 'v' then 'volatile' when 's' then 'stable' else 'immutable' end as volatility
    from pg_proc where oid = 'countersign_now()'::regprocedure`;
  await owner.unsafe(`
    create schema test_clock;
    create table test_clock.shift (by interval not null);
    insert into test_clock.shift values ('0');
    grant usage on schema test_clock to public;
    grant select on test_clock.shift to public;
    create or replace function countersign_now() returns timestamptz
      language sql ${rows[0]?.volatility ?? "volatile"} parallel safe
      as 'select clock_timestamp() + by from test_clock.shift'`);
}

export function testClock(owner: Sql): TestClock {
  return {
    now: async () => {
      const rows = await owner<{ now: string }[]>`select to_json(countersign_now()) #>> '{}' as now`;
      return new Date(rows[0]?.now ?? Number.NaN);
    },
    advance: async (ms) => {
      await owner`update test_clock.shift set by = by + ${`${ms} milliseconds`}::text::interval`;
    },
    set: async (date) => {
      await owner`update test_clock.shift set by = ${date.toISOString()}::text::timestamptz - clock_timestamp()`;
    },
    reset: async () => {
      await owner`update test_clock.shift set by = '0'`;
    },
  };
}
