import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { accessRequests } from "../schema";

/** Ends pending requests whose time is over, one or all, and returns them; a decision that came first wins. */
export async function expireLapsedRequests(db: Executor, requestId?: string) {
  return db
    .update(accessRequests)
    .set({ status: "expired", decidedAt: sql`countersign_now()` })
    .where(
      and(
        requestId ? eq(accessRequests.id, requestId) : undefined,
        eq(accessRequests.status, "pending"),
        sql`${accessRequests.expiresAt} <= countersign_now()`,
      ),
    )
    .returning({
      id: accessRequests.id,
      tokenId: accessRequests.tokenId,
      requestedBy: accessRequests.requestedBy,
    });
}

/** Deletes counters that no rule looks at any more. */
export async function deleteOldCounters(db: Executor): Promise<void> {
  await db.execute(sql`delete from token_refusals where minute < countersign_now() - interval '1 day'`);
  await db.execute(sql`delete from unknown_token_calls where minute < countersign_now() - interval '1 day'`);
  await db.execute(sql`delete from refusal_alerts where hour < countersign_now() - interval '7 days'`);
  // None of an end that lies further back is ever told (takeTokenEnds).
  await db.execute(sql`delete from expiry_notices where expires_at < countersign_now() - interval '30 days'`);
  await db.execute(sql`
    delete from attempt_delays
    where last_failure_at < countersign_now() - interval '1 day' and next_attempt_at < countersign_now()`);
}
