import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

/** Whether any of these networks is approved and live. */
export async function isLiveNetwork(db: Executor, prefixes: readonly string[]): Promise<boolean> {
  const rows = await db.execute<{ live: boolean }>(sql`
    select exists (
      select 1 from approved_networks n join security_tokens t on t.id = n.token_id
      where n.network = any(${sql.param([...prefixes])}::cidr[])
        and n.revoked_at is null
        and (n.expires_at is null or n.expires_at > countersign_now())
        and t.revoked_at is null and t.expires_at > countersign_now()
    ) as live`);
  return rows[0]?.live === true;
}

/** Those of these networks that are approved for the token and neither revoked nor expired, as their text. */
export async function liveNetworksAmong(
  db: Executor,
  tokenId: string,
  networks: readonly string[],
): Promise<string[]> {
  const rows = await db.execute<{ network: string }>(sql`
    select distinct text(n.network) as network from approved_networks n
    where n.token_id = ${tokenId} and n.network = any(${sql.param([...networks])}::cidr[])
      and n.revoked_at is null and (n.expires_at is null or n.expires_at > countersign_now())
    order by network`);
  return rows.map(({ network }) => network);
}
