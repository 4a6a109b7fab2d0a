import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

/** Whether a person ever signed in, and with which browsers from this block of addresses within so many days. */
export async function placesOf(
  db: Executor,
  userId: string,
  block: string,
  days: number,
): Promise<{ signedInBefore: boolean; userAgents: Array<string | null> }> {
  const [row] = await db.execute<{ before: boolean; agents: Array<string | null> | null }>(sql`
    select exists (select 1 from sessions where user_id = ${userId}) as before,
      (select json_agg(distinct user_agent) from sessions
        where user_id = ${userId} and created_at > countersign_now() - make_interval(days => ${days}::int)
          and coalesce(ip, '::'::inet) <<= ${block}::inet) as agents`);
  return { signedInBefore: row?.before === true, userAgents: row?.agents ?? [] };
}
