import { eq } from "drizzle-orm";
import type { TransactionSql } from "postgres";
import { approvedNetworks, securityTokens, sessions, userRoles, users } from "../../db/schema";
import type { TestDatabase } from "../database";
import { createUser, type TestPerson } from "../factories/people";
import { createLiveToken, type createPair } from "../factories/requests";
import type { Applications } from "./applications";
import type { Subject } from "./load";

/** What can be ended. */
export type Way = "token" | "network" | "role" | "account" | "session";

export interface Revocable extends Subject {
  /** By the product's own procedure; resolves once the caller knows that it is committed. */
  end(instance: number): Promise<unknown>;
  /** Changes by what it is refused, once it is; reads must be refused still. */
  shift?(): Promise<unknown>;
  /**
   * By SQL: what ends for good no procedure brings back, and to take thousands of requests from their submission to their
   * secret, or people back into their roles one after the other, would take longer than all the rest.
   */
  mend(): Promise<unknown>;
  /** Takes what a read of it waits for. */
  lock(tx: TransactionSql): Promise<unknown>;
  /** Whose connections wait for it. */
  connections: "countersign" | "countersign-read";
}

interface Site extends Pick<TestDatabase, "owner" | "app">, Pick<Applications, "read" | "call" | "change"> {
  customerId: string;
  administrator: TestPerson;
  /** Who ask for every token and approve it: a change of roles asks after each Security Admin there is. */
  pair: Awaited<ReturnType<typeof createPair>>;
}

export const makeRevocable = (site: Site, way: Way): Promise<Revocable> =>
  way === "token" || way === "network" ? liveToken(site, way) : member(site, way);

/** A live token, read on the API. */
async function liveToken(site: Site, way: "token" | "network"): Promise<Revocable> {
  const { owner, app, customerId, pair, read, change } = site;
  const generous = { ratePerMinute: 10_000_000, dailyLimit: 10_000_000 };
  const { tokenId, secret, manager } = await createLiveToken(owner, app, generous, pair);
  const [network] = await owner.select().from(approvedNetworks).where(eq(approvedNetworks.tokenId, tokenId));
  const networkId = network?.id;
  const again = { revokedAt: null, revokedBy: null };
  const ends = {
    token: (instance: number) => change(instance, "securityTokens.revoke", manager.sessionId, { tokenId }),
    network: (instance: number) =>
      change(instance, "securityTokens.revokeNetwork", manager.sessionId, { networkId }),
  };
  const mends = {
    token: async () => owner.update(securityTokens).set(again).where(eq(securityTokens.id, tokenId)),
    network: async () =>
      owner.update(approvedNetworks).set(again).where(eq(approvedNetworks.tokenId, tokenId)),
  };
  return {
    read: (instance) => read(instance, secret, customerId),
    end: ends[way],
    mend: mends[way],
    lock: (tx) => tx`select 1 from token_usage where token_id = ${tokenId} for no key update`,
    connections: "countersign-read",
  };
}

/** A member of staff who opens a customer's page. */
async function member(site: Site, way: "role" | "account" | "session"): Promise<Revocable> {
  const { owner, customerId, administrator, call, change } = site;
  const person = await createUser(owner, { permissions: ["customers.read"] });
  const userId = person.id;
  const roles = await owner.select().from(userRoles).where(eq(userRoles.userId, userId));
  let sessionId = await openSession(site, userId);
  const view = (instance: number) => call(instance, "customers.view", sessionId, { customerId });
  const administer = (procedure: string, input: object) => (instance: number) =>
    change(instance, procedure, administrator.sessionId, { userId, ...input });
  const anew = async () => {
    sessionId = await openSession(site, userId);
  };
  const ways = {
    role: {
      end: administer("users.assignRoles", { roleIds: [] }),
      mend: async () => owner.insert(userRoles).values(roles),
    },
    account: {
      end: administer("users.disable", {}),
      // The old session ended with the account; the new one the account alone refuses.
      shift: anew,
      mend: async () =>
        owner.update(users).set({ status: "active", disabledAt: null }).where(eq(users.id, userId)),
    },
    session: {
      end: (instance: number) => change(instance, "sessions.end", person.sessionId, { sessionId }),
      mend: anew,
    },
  };
  return {
    ...ways[way],
    read: view,
    lock: (tx) => tx`lock table customers`,
    connections: "countersign",
  };
}

/** A session without a sign-in, whose password's hash is made to be slow. */
async function openSession({ owner }: Site, userId: string): Promise<string> {
  const at = new Date();
  const proofs = { provedAt: at, factor: "passkey" as const, factorAt: at };
  const [made] = await owner
    .insert(sessions)
    .values({ userId, expiresAt: new Date("2100-01-01T00:00:00Z"), ...proofs })
    .returning();
  if (!made) throw new Error("The session was not made.");
  return made.id;
}
