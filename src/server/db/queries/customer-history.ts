import "server-only";
import { sql } from "drizzle-orm";
import { type CustomerRead, readActions } from "../../../contracts/customer-history";
import type { Executor } from "../client";
import { dated } from "./dated";

/**
 * Allowed reads of one customer with numbers under `before`, newest first. Records of one customer are found by the bloom
 * filters over ranges of pages, those of many by their list: neither costs the guarded read an entry.
 */
export async function readsOfCustomer(
  db: Executor,
  { customerId, before, limit }: { customerId: string; before: string | null; limit: number },
): Promise<CustomerRead[]> {
  const reads = sql`e.outcome = 'allowed' and e.action = any(${sql.param([...readActions])}::text[])
    and (${before}::bigint is null or e.id < ${before}::bigint)`;
  const rows = await db.execute(sql`
    select e.id::text as id, e.at, e.action, e.request_id as "requestId", host(e.client_ip) as "clientIp",
      coalesce(e.fields, '{}') as fields, (select reference from security_tokens where id = e.token_id) as reference,
      case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
        when 'token' then (select purpose from security_tokens where id = e.token_id) end as who
    from (
      select * from (
        select e.* from audit_events e
        where cardinality(e.customer_ids) = 1 and e.customer_ids[1] = ${customerId} and ${reads}
        union all
        select e.* from audit_events e
        where cardinality(e.customer_ids) > 1 and e.customer_ids @> array[${customerId}]::text[] and ${reads}
      ) both_kinds order by id desc limit ${limit}
    ) e order by e.id desc`);
  return dated<CustomerRead & Record<string, unknown>>(rows);
}
