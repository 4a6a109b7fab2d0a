import "server-only";
import { runtime } from "@/server/runtime";

/** Logs an unexpected failure. A database error's message and detail can hold a row, so only its code is kept (rule 18). */
export function logFailure(error: unknown, requestId: string): void {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const stack = code === undefined && error instanceof Error ? error.stack : undefined;
  runtime().logger.error({ requestId, code, stack }, "The public API failed");
}
