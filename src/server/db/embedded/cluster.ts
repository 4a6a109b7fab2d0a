import "server-only";
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Binaries, findBinaries } from "./binaries";
import { ensurePostgresUser, type PostgresUser } from "./postgres-user";
import { findPostmaster, freePort, type Postmaster, SUPERUSER, waitUntilReady } from "./postmaster";

export interface ClusterOptions {
  dataDir: string;
  password: string;
  /** Further server flags (`-c name=value`); tests trade durability for speed here. */
  flags?: readonly string[];
}

/** Nothing of the process's own environment (secrets, LD_* settings) reaches Postgres. */
const ENVIRONMENT = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;

const SERVER_FLAGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=on",
  "synchronous_commit=on",
  "max_connections=100",
  "shared_buffers=256MB",
  "timezone=UTC",
  // The log names no values: what a statement carried is personal data.
  "log_min_error_statement=panic",
  "log_error_verbosity=terse",
  "log_parameter_max_length=0",
  "log_parameter_max_length_on_error=0",
].flatMap((one) => ["-c", one]);

/** Where the cluster of a data folder lies, as Postgres itself will name it. */
export function clusterFolder(dataDir: string): string {
  return join(existsSync(dataDir) ? realpathSync(dataDir) : dataDir, "postgres");
}

function ownedFolder(path: string, user: PostgresUser | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}

/** initdb into a folder beside, renamed when whole: one that was interrupted leaves nothing that looks finished. */
function initialise(cluster: string, password: string, binaries: Binaries, user: PostgresUser | null): void {
  const draft = `${cluster}.unfinished`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  ownedFolder(draft, user);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const flags = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
  ];
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  try {
    execFileSync(binaries.initdb, [...flags, ...locale, "--data-checksums"], {
      cwd: "/",
      env: ENVIRONMENT,
      stdio: ["ignore", "ignore", "pipe"],
      ...user,
    });
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message).trim();
    throw new Error(`The embedded Postgres could not be initialised: ${said}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, cluster);
}

/** One attempt; null where Postgres ended at once (its port taken, an earlier one not quite gone). */
async function launch(
  options: ClusterOptions,
  binaries: Binaries,
  user: PostgresUser | null,
): Promise<Postmaster | null> {
  const cluster = clusterFolder(options.dataDir);
  const log = openSync(join(options.dataDir, "postgres.log"), "w", 0o600);
  const flags = ["-D", cluster, "-p", String(await freePort()), ...SERVER_FLAGS, ...(options.flags ?? [])];
  // A session of its own: Ctrl-C in a terminal reaches us, and we stop Postgres last.
  const child = spawn(binaries.postgres, flags, {
    cwd: dirname(cluster),
    env: ENVIRONMENT,
    detached: true,
    stdio: ["ignore", log, log],
    ...user,
  });
  closeSync(log);
  child.unref();
  let ended = false;
  for (const event of ["exit", "error"]) child.once(event, () => (ended = true));
  while (!ended && findPostmaster(cluster)?.pid !== child.pid) await sleep(10);
  return ended ? null : waitUntilReady(cluster, options.password, 120_000);
}

/**
 * The running Postgres of a data folder: the one that a dead process left behind, or one started now.
 * Called by the folder's owner alone.
 */
export async function runCluster(options: ClusterOptions): Promise<Postmaster & { adopted: boolean }> {
  const cluster = clusterFolder(options.dataDir);
  const user = ensurePostgresUser();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const left = await waitUntilReady(cluster, options.password, 60_000);
    if (left) return { ...left, adopted: true };
    if (findPostmaster(cluster)) {
      throw new Error(`A Postgres runs over ${cluster} but does not answer; end it, then start again.`);
    }
    const binaries = findBinaries(user);
    chmodSync(options.dataDir, user ? 0o711 : 0o700);
    if (!existsSync(join(cluster, "PG_VERSION"))) initialise(cluster, options.password, binaries, user);
    const started = await launch(options, binaries, user);
    if (started) return { ...started, adopted: false };
    await sleep(200 * (attempt + 1));
  }
  throw new Error(`The embedded Postgres did not start; ${join(options.dataDir, "postgres.log")} says why.`);
}
