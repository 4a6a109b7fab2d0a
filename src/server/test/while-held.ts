import { type SQL, sql } from "drizzle-orm";
import type { Database, Executor } from "../db/client";

export interface Held<T> {
  /** Whether the call had to wait for what was held. */
  waited: boolean;
  outcome: PromiseSettledResult<T>;
}

/** Holds locks in a transaction of the owner's, begins the call, does what comes meanwhile, and commits. */
export async function whileHeld<T>(
  owner: Database,
  locks: SQL,
  call: () => Promise<T>,
  meanwhile: (tx: Executor) => Promise<unknown> = async () => {},
): Promise<Held<T>> {
  const { settled, waited } = await owner.transaction(async (tx) => {
    await tx.execute(locks);
    let over = false;
    const begun = Promise.allSettled([call()]).finally(() => {
      over = true;
    });
    const here = sql`
      select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;
    const waiting = async () => (await owner.execute(here)).length > 0;
    while (!over && !(await waiting())) await new Promise((resolve) => setTimeout(resolve, 5));
    const had = !over;
    await meanwhile(tx);
    return { settled: begun, waited: had };
  });
  const [outcome] = await settled;
  return { waited, outcome };
}
