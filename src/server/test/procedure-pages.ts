import { getRequestListener } from "@hono/node-server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { decode } from "next-auth/jwt";
import { clientFacts } from "../api/client-ip";
import { appRouter } from "../api/trpc/root";
import { readSession } from "../domain/session/read-session";
import type { Pages } from "../http/pages";
import { runtime } from "../runtime";

/** As auth.ts opens it, which asks Next for the request's cookies. */
async function sessionIn(request: Request): Promise<string> {
  const token = /(?:^|; )countersign\.session=([^;]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  for (const secret of token ? runtime().authSecrets() : []) {
    const read = await decode({ token, secret }).catch(() => null);
    if (read) return String(read.sid);
  }
  return "";
}

async function createContext(request: Request) {
  const { db, keys, settings } = runtime();
  const { address: clientIp, requestId } = clientFacts();
  const session = await sessionIn(request);
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
