import { getRequestListener } from "@hono/node-server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { clientFacts } from "../../api/client-ip";
import { appRouter } from "../../api/trpc/root";
import { readSession } from "../../domain/session/read-session";
import type { Pages } from "../../http/pages";
import { runtime } from "../../runtime";

/** Names the session, which in the product an encrypted cookie does. */
export const sessionHeader = "x-test-session";

/** As the product's own, but for the cookie that only Next's request scope opens. */
async function createContext(request: Request) {
  const { db, keys, settings } = runtime();
  const { address: clientIp, requestId } = clientFacts();
  const session = request.headers.get(sessionHeader) ?? "";
  const actor = (await readSession({ db }, session, { touch: true })) ?? { kind: "anonymous" as const };
  return { service: { actor, clientIp, requestId, db, keys, settings } };
}

/** Stands where Next would: answers every procedure over HTTP. */
export async function startPages(): Promise<Pages> {
  const mount = getRequestListener((req) =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req,
      router: appRouter,
      createContext: () => createContext(req),
      allowMethodOverride: true,
    }),
  );
  return { mount, upgrade: undefined, close: async () => {} };
}
