import "server-only";
import { sql } from "drizzle-orm";
import type { Transaction } from "../client";

/** Counts the reads of the history as the guarded read would have: per token and per network, with the newest. */
export async function insertPastUsage(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    update token_usage u set uses = reads.uses, last_used_at = reads.at, last_used_from = reads.client_ip
    from (
      select token_id, count(*) as uses, max(at) as at, (array_agg(client_ip order by at desc))[1] as client_ip
      from audit_events where actor_kind = 'token' and outcome = 'allowed' group by token_id) reads
    where u.token_id = reads.token_id`);
  await tx.execute(sql`
    insert into network_usage (network_id, uses, last_used_at, last_used_from)
    select n.id, count(*), max(e.at), (array_agg(e.client_ip order by e.at desc))[1]
    from audit_events e join approved_networks n on n.token_id = e.token_id and n.network >>= e.client_ip
    where e.actor_kind = 'token' and e.outcome = 'allowed' group by n.id`);
}
