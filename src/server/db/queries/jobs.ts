import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

export type JobTask = "deliver_message" | "expire_request";

/** Starts a job when the transaction commits; payloads hold ids only. */
export async function enqueueJob(
  db: Executor,
  task: JobTask,
  payload: Readonly<Record<string, string>>,
  options: { jobKey?: string; runAt?: Date } = {},
): Promise<void> {
  await db.execute(
    sql`select countersign_enqueue(${task}, ${JSON.stringify(payload)}::json, ${options.jobKey ?? null}, ${options.runAt?.toISOString() ?? null}::timestamptz)`,
  );
}
