import "server-only";
import { type ExtractTablesWithRelations, is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { leaveLostTransactions } from "./lost-transactions";
import * as schema from "./schema";

type Schema = typeof schema;

/** A pool of connections; `$client` ends it. */
export type Database = PostgresJsDatabase<Schema> & { $client: Sql };

export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;

/** Whatever runs a query: the pool, or the transaction that a verb opened. */
export type Executor = Database | Transaction;

/** Whether a verb opened it already. */
export const isTransaction = (db: Executor): db is Transaction => is(db, PgTransaction);

/** A client of the guarded read; no drizzle touches it, which would change its parsers. */
export type HotClient = Sql;

export interface HotClients {
  /** One connection: the next call of reads is sent while the last commits, and runs behind it. */
  readonly reads: HotClient;
  /** One connection each for lookups, lists, strangers in a flood, and what is counted beside them. */
  readonly aside: HotClient;
  /** Connects anew, and gives up what was asked: for a wire that neither answers nor closes. */
  renew(which: "reads" | "aside"): void;
  end(options?: { timeout: number }): Promise<unknown>;
}

/**
 * postgres 3.4.9 forgets to unset the timer of a write that was planned when a connection closed, and then never sends the
 * next start-up message, unless it is long enough to be sent at once. Postgres skips white space here.
 */
const longStart = " ".repeat(1024);

/** Seconds before a connection is tried again; the library's own wait grows to 20. */
const soon = () => 0.25;

/**
 * What every promise about commits and locks takes for granted, whatever a role, a database or the server has for its
 * default: each statement sees what is committed, and what is committed is on disk.
 */
const committed = { default_transaction_isolation: "read committed", synchronous_commit: "on" } as const;

export interface PoolOptions {
  max?: number;
  /** Ends what a page would not wait for; migrations, seeds and jobs may take longer. */
  impatient?: boolean;
}

/** Milliseconds. */
const impatience = {
  statement_timeout: 15_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
};

/** A pool over postgres.js; it connects with its first query. */
export function createDatabase(url: string, { max = 8, impatient = false }: PoolOptions = {}): Database {
  const client = postgres(url, {
    max,
    connect_timeout: 5,
    backoff: soon,
    onnotice: () => {},
    connection: {
      application_name: "countersign",
      options: longStart,
      ...committed,
      ...(impatient ? impatience : {}),
    },
  });
  leaveLostTransactions(client);
  return drizzle({ client, schema, casing: "snake_case" });
}

/** The connections of the guarded read. */
export function createHotClients(url: string): HotClients {
  const make = { reads: () => createHotClient(url, 1), aside: () => createHotClient(url, 4) };
  const clients = { reads: make.reads(), aside: make.aside() };
  return {
    get reads() {
      return clients.reads;
    },
    get aside() {
      return clients.aside;
    },
    renew(which) {
      void clients[which].end({ timeout: 0 });
      clients[which] = make[which]();
    },
    end: (options) => Promise.all(Object.values(clients).map((client) => client.end(options))),
  };
}

/** Plans the guarded read once, never as a scan of a whole table, and comes back at once after a fault. */
function createHotClient(url: string, max: number): HotClient {
  return postgres(url, {
    max,
    connect_timeout: 5,
    fetch_types: false,
    backoff: soon,
    onnotice: () => {},
    connection: {
      application_name: "countersign-read",
      options: longStart,
      ...committed,
      statement_timeout: 10_000,
      plan_cache_mode: "force_generic_plan",
      jit: "off",
      enable_seqscan: "off",
      enable_bitmapscan: "off",
      enable_hashjoin: "off",
      enable_mergejoin: "off",
    },
  });
}

export interface ListenerEvents {
  onNotify: (channel: string, payload: string) => void;
  onClose: () => void;
}

/** One connection that hears of changes and is asked by the same wire whether it still works; it never comes back by itself. */
export function createListener(url: string, { onNotify, onClose }: ListenerEvents): Database {
  const options = {
    max: 1,
    max_lifetime: null,
    connect_timeout: 2,
    onnotice: () => {},
    // The library's own name for what its `listen` hears; not in its types.
    onnotify: onNotify,
    onclose: onClose,
    connection: { application_name: "countersign-live", options: longStart, statement_timeout: 2_000 },
  };
  return drizzle({ client: postgres(url, options), schema, casing: "snake_case" });
}
