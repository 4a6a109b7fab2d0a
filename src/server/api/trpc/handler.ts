import "server-only";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { runtime } from "../../runtime";
import { createTrpcContext } from "./context";
import { appRouter } from "./root";

const maxBatch = 10;
const maxBody = 256 * 1024;

/**
 * tRPC over HTTP: JSON by POST from our own origin alone, at most 10 calls a batch, bodies of at most 256 KiB (rule 14).
 * Queries too: some leave a record, which a link on another page must not be able to cause.
 */
export async function handleTrpc(request: Request): Promise<Response> {
  const refusal = refuse(request);
  if (refusal) return refusal;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: createTrpcContext,
    allowBatching: true,
    allowMethodOverride: true,
    maxBatchSize: maxBatch,
    responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
  });
}

function refuse(request: Request): Response | null {
  if (request.method !== "POST") return plain(405, "Only POST is answered here.", { allow: "POST" });
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
    return plain(415, "Only application/json is accepted.");
  }
  if (request.headers.get("origin") !== runtime().settings.appUrl.origin) {
    return plain(403, "A call must come from this application's own pages.");
  }
  const length = Number(request.headers.get("content-length"));
  if (!Number.isSafeInteger(length) || length > maxBody) return plain(413, "The body is too large.");
  return null;
}

function plain(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json(
    { error: { message } },
    { status, headers: { "cache-control": "no-store", ...headers } },
  );
}
