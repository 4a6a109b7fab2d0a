import type { AsyncLocalStorage } from "node:async_hooks";
import type { Logger } from "pino";
import type { RenderMail } from "../contracts/mail";
import type { Database } from "./db/client";
import type { ExportPlaces } from "./domain/access/export-places";
import type { DomainSettings } from "./domain/context";
import type { ReadQueue } from "./domain/customer/read-queue";
import type { KeyRing } from "./domain/keys";
import type { LiveHub } from "./domain/live/live-hub";
import type { SetupCode } from "./domain/setup/setup-code";

/** What the socket and the trusted proxies say of one request's caller. */
export interface ClientFacts {
  /** Canonical address, or null where it cannot be trusted: then everything guarded is denied. */
  address: string | null;
  /** A loopback peer with a loopback Host and no forwarded header of any kind. */
  local: boolean;
  requestId: string;
  /** Cuts the caller's connection, whatever stands unwritten. */
  hangUp?: () => void;
}

/** The whole process's settings: what rules depend on, and what none does. */
export interface Settings extends DomainSettings {
  /** Where mail goes: the provider, or the /dev/mailbox page. */
  mail: "resend" | "mailbox";
}

/** What exists once a process. Next bundles its modules apart from main.ts, so it is kept under one symbol. */
export interface Runtime {
  db: Database;
  keys: KeyRing;
  /** The session cookie's, newest first. */
  authSecrets: () => readonly string[];
  settings: Settings;
  logger: Logger;
  clientFacts: AsyncLocalStorage<ClientFacts>;
  reads: ReadQueue;
  /** The streams that browsers hold open. */
  live: LiveHub;
  exports: ExportPlaces;
  /** Draws mail for the mailbox page; React's mail renderer cannot run among Next's server modules. */
  renderMail: RenderMail;
  /** What /setup asks for; null where there is none to give. */
  setupCode: SetupCode | null;
}

const key = Symbol.for("countersign.runtime");
const holder = globalThis as { [key]?: Runtime };

/** Called once, by main.ts or a test. */
export function installRuntime(made: Runtime): void {
  holder[key] = made;
}

/** The process's runtime; throws where main.ts did not make one (a module imported during the build). */
export function runtime(): Runtime {
  const made = holder[key];
  if (!made) throw new Error("The runtime is not installed: the process must be started by main.ts.");
  return made;
}
