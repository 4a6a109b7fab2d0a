import "server-only";
import { getAnyActor, sessionCookieLine } from "../../auth";
import type { ServiceContext } from "../../domain/context";
import type { SessionCookie } from "../../domain/session/renew-session";
import { runtime } from "../../runtime";
import { clientFacts } from "../client-ip";

export interface TrpcContext {
  service: ServiceContext;
  /** What the answer is sent with; absent where a page calls. */
  answer?: Headers;
}

/** Who asks and from where, read anew for every request: session, roles and permissions from their rows (rule 16). */
export async function createTrpcContext(over?: { resHeaders: Headers }): Promise<TrpcContext> {
  const { address, requestId } = clientFacts();
  const { db, keys, settings } = runtime();
  const actor = (await getAnyActor()) ?? { kind: "anonymous" as const };
  const service = { actor, clientIp: address, requestId, db, keys, settings };
  return { service, answer: over?.resHeaders };
}

/** Gives the browser the cookie that a proof made, and the caller whatever else the verb gave (ASVS 7.2.4). */
export async function withNewCookie<T extends SessionCookie>(
  { answer }: TrpcContext,
  { sessionId, cookieNumber, ...given }: T,
): Promise<Omit<T, keyof SessionCookie>> {
  answer?.append("set-cookie", await sessionCookieLine({ sessionId, cookieNumber }));
  return given;
}
