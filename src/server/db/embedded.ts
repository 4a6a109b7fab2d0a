import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { clusterFolder, runCluster } from "./embedded/cluster";
import { type Owner, type Ownership, takeOwnership } from "./embedded/owner-lock";
import { type Postmaster, SUPERUSER, stopPostmaster, waitUntilReady } from "./embedded/postmaster";
import { type EmbeddedSecrets, readOrMakeSecrets } from "./embedded/secrets";
import { APP_LOGIN, JOBS_LOGIN, type Logins } from "./logins";

export interface Embedded {
  ownerUrl: string;
  appUrl: string;
  jobsUrl: string;
  /** Tests clone databases with it; the application never takes it. */
  superuserUrl: string;
  /** For migrate(), which makes the logins once their group roles exist. */
  logins: Logins;
  /** The living process that owns this Postgres; null where it is this one. */
  owner: Owner | null;
  /** This process took over a Postgres that a dead one had left running. */
  adopted: boolean;
  /** Tells a second start where this one serves. */
  announce(servesAt: string): void;
  /** Stops Postgres and lets the data folder go; nothing at all where another process owns it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  flags?: readonly string[];
}

const OWNER = "countersign_owner";
const DATABASE = "countersign";

const urlOf = (user: string, password: string, port: number, database: string = DATABASE) =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

const isOwner = (taken: Ownership | Owner): taken is Owner => "pid" in taken;

/** The owner is no superuser, so that what works here works on a managed Postgres too. */
async function ensureDatabase(port: number, secrets: EmbeddedSecrets): Promise<void> {
  const sql = postgres(urlOf(SUPERUSER, secrets.superuserPassword, port, "postgres"), {
    max: 1,
    onnotice: () => {},
  });
  try {
    const roles = await sql`select 1 from pg_roles where rolname = ${OWNER}`;
    if (roles.length === 0) {
      await sql.unsafe(`create role ${OWNER} login createrole password '${secrets.ownerPassword}'`);
    }
    const databases = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (databases.length === 0) await sql.unsafe(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await sql.end();
  }
}

function connections(port: number, secrets: EmbeddedSecrets) {
  return {
    ownerUrl: urlOf(OWNER, secrets.ownerPassword, port),
    appUrl: urlOf(APP_LOGIN, secrets.appPassword, port),
    jobsUrl: urlOf(JOBS_LOGIN, secrets.jobsPassword, port),
    superuserUrl: urlOf(SUPERUSER, secrets.superuserPassword, port, "postgres"),
    logins: { app: secrets.appPassword, jobs: secrets.jobsPassword },
  };
}

async function startAsOwner(
  options: EmbeddedOptions,
  secrets: EmbeddedSecrets,
  lock: Ownership,
): Promise<Embedded> {
  let running: Postmaster & { adopted: boolean };
  try {
    running = await runCluster({ ...options, password: secrets.superuserPassword });
    await ensureDatabase(running.port, secrets);
  } catch (error) {
    await stopPostmaster(clusterFolder(options.dataDir)).catch(() => {});
    lock.release();
    throw error;
  }
  return {
    ...connections(running.port, secrets),
    owner: null,
    adopted: running.adopted,
    announce: lock.announce,
    stop: async () => {
      await stopPostmaster(clusterFolder(options.dataDir));
      lock.release();
    },
  };
}

/**
 * The Postgres of a data folder: started, or taken over from a process that died, and then stopped by `stop()`;
 * where a living process owns it (`owner`), connected to and left alone.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const secrets = readOrMakeSecrets(options.dataDir);
  for (;;) {
    const taken = takeOwnership(options.dataDir);
    if (!isOwner(taken)) return startAsOwner(options, secrets, taken);
    const running = await waitUntilReady(clusterFolder(options.dataDir), secrets.superuserPassword, 30_000);
    if (running) {
      const nothing = { adopted: false, announce: () => {}, stop: async () => {} };
      return { ...connections(running.port, secrets), owner: taken, ...nothing };
    }
    // Its owner is just starting or stopping it.
    await sleep(100);
  }
}
