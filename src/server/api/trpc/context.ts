import "server-only";
import { getAnyActor } from "../../auth";
import type { ServiceContext } from "../../domain/context";
import { runtime } from "../../runtime";
import { clientFacts } from "../client-ip";

export interface TrpcContext {
  service: ServiceContext;
}

/** Who asks and from where, read anew for every request: session, roles and permissions from their rows (rule 16). */
export async function createTrpcContext(): Promise<TrpcContext> {
  const { address, requestId } = clientFacts();
  const { db, keys, settings } = runtime();
  const actor = (await getAnyActor()) ?? { kind: "anonymous" as const };
  return { service: { actor, clientIp: address, requestId, db, keys, settings } };
}
