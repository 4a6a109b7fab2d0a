import { getRequestListener } from "@hono/node-server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { decode } from "next-auth/jwt";
import { clientFacts } from "../api/client-ip";
import { appRouter } from "../api/trpc/root";
import { readSession } from "../domain/session/read-session";
import type { Pages } from "../http/pages";
import { runtime } from "../runtime";

/** As auth.ts opens it, which asks Next for the request's cookies. */
async function sessionIn(request: Request): Promise<{ sid: string; no: number }> {
  const token = /(?:^|; )countersign\.session=([^;]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  for (const secret of token ? runtime().authSecrets() : []) {
    const read = await decode({ token, secret }).catch(() => null);
    if (read) return { sid: String(read.sid), no: Number(read.no ?? 0) };
  }
  return { sid: "", no: 0 };
}

async function createContext(request: Request, answer: Headers) {
  const { db, keys, settings } = runtime();
  const { address: clientIp, requestId } = clientFacts();
  const { sid, no: cookieNumber } = await sessionIn(request);
  const actor = await readSession({ db }, sid, { touch: true, cookieNumber });
  const who = actor ?? { kind: "anonymous" as const };
  return { service: { actor: who, clientIp, requestId, db, keys, settings }, answer };
}

/** Stands where Next would: answers every procedure over HTTP. */
export async function startPages(): Promise<Pages> {
  const mount = getRequestListener((req) =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req,
      router: appRouter,
      createContext: ({ resHeaders }) => createContext(req, resHeaders),
      allowMethodOverride: true,
    }),
  );
  return { mount, upgrade: undefined, close: async () => {} };
}
