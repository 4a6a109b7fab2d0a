import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { addressAsks } from "../schema";

/** Answers an open ask with a request, or with nothing; false where it was answered already. */
export async function takeUpAsk(
  db: Executor,
  askId: string,
  answeredBy: string,
  accessRequestId: string | null,
): Promise<boolean> {
  const rows = await db
    .update(addressAsks)
    .set({ answeredBy, answeredAt: sql`countersign_now()`, accessRequestId })
    .where(and(eq(addressAsks.id, askId), isNull(addressAsks.answeredAt)))
    .returning({ id: addressAsks.id });
  return rows.length === 1;
}
