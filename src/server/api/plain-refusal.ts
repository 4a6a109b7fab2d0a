import "server-only";
import { runtime } from "../runtime";
import { toRefusal } from "./error-map";

/** The refusal of a handler beside tRPC: a listed message as JSON; an unexpected failure is logged under these words. */
export function plainRefusal(error: unknown, what: string): Response {
  const { code, message, status, unexpected } = toRefusal(error);
  if (unexpected) runtime().logger.error({ err: error }, what);
  const more = status === 503 ? { "retry-after": "5" } : undefined;
  return Response.json(
    { error: { message, code } },
    { status, headers: { "cache-control": "no-store", ...more } },
  );
}
