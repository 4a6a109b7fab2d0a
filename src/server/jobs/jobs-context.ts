import "server-only";
import type { Logger } from "pino";
import type { DomainSettings, ServiceContext } from "../domain/context";
import type { KeyRing } from "../domain/keys";
import type { Delivery } from "../domain/message/deliver-message";

/** What jobs work with; main.ts hands it in. */
export interface JobsContext {
  /** Over the jobs role's own login. */
  db: ServiceContext["db"];
  keys: KeyRing;
  settings: DomainSettings;
  logger: Logger;
  delivery: Delivery;
}

/** The context in which a job calls verbs: the system is its actor, and no address is known. */
export function asSystem(
  { db, keys, settings }: Pick<JobsContext, "db" | "keys" | "settings">,
  job: string,
  requestId: string,
): ServiceContext {
  return { actor: { kind: "system", job }, clientIp: null, requestId, db, keys, settings };
}
