import "server-only";
import type { Permission } from "../../contracts/permissions";
import type { Executor } from "../db/client";
import type { KeyRing } from "./keys";

export interface UserActor {
  kind: "user";
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  roles: readonly string[];
  permissions: ReadonlySet<Permission>;
  /** Proved in this session within the last 5 minutes: by a second factor for who has one, else by the password. */
  freshProof: boolean;
}

/** Signed in by password alone: may prove a second factor, or set up the first one, and nothing else. */
export interface HalfActor {
  kind: "half";
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  /** What is to be done first. */
  needs: "proof" | "set_up";
  freshProof: boolean;
}

export type Actor = UserActor | HalfActor | { kind: "anonymous" } | { kind: "system"; job: string };

/** What rules need to know of the installation; made once by main.ts. */
export interface DomainSettings {
  appUrl: URL;
  embedded: boolean;
  /** The database was seeded as a demonstration. */
  demonstration: boolean;
  /** Networks that no request may contain (rule 7): loopback and trusted proxies, outside embedded mode. */
  unrequestableNetworks: readonly string[];
  supportUrl: string | null;
}

/** Who asks, from where, under which request id, and what to work with. */
export interface ServiceContext<A extends Actor = Actor> {
  actor: A;
  /** Canonical; null where the address cannot be trusted. */
  clientIp: string | null;
  requestId: string;
  db: Executor;
  keys: KeyRing;
  settings: DomainSettings;
}

export type UserContext = ServiceContext<UserActor>;
/** Somebody who proved a password, whether or not a second factor is still due. */
export type PersonContext = ServiceContext<UserActor | HalfActor>;

declare const permitted: unique symbol;
declare const approvedIp: unique symbol;
declare const proved: unique symbol;

/** A context whose actor was seen to hold P. Only requirePermission makes one. */
export type PermittedContext<P extends Permission> = UserContext & { readonly [permitted]: P };
/** A context whose address was seen to be a live Approved IP. Only requireApprovedIp makes one. */
export type ApprovedIpContext<C extends ServiceContext = UserContext> = C & {
  readonly [approvedIp]: true;
  clientIp: string;
};
/** A context whose actor has a fresh proof. Only requireFreshProof makes one. */
export type ProvedContext<C extends UserContext = UserContext> = C & { readonly [proved]: true };

/** The same context over a transaction. */
export function within<C extends ServiceContext>(context: C, db: Executor): C {
  return { ...context, db };
}
