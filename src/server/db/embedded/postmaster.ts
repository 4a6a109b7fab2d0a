import "server-only";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { commandLine, processStart } from "./process-identity";

/** A running server, as it describes itself in postmaster.pid. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

export const SUPERUSER = "postgres";

/** The server that runs over this cluster, or null; a file left by one that died names nobody. */
export function findPostmaster(cluster: string): Postmaster | null {
  const path = join(cluster, "postmaster.pid");
  let lines: string[];
  try {
    lines = readFileSync(path, "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!pid || processStart(pid) === null) return null;
  if (!commandLine(pid).includes(cluster)) {
    // The pid is another program's by now; Postgres would refuse to start for it.
    rmSync(path, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** Whether the server at this port lets us in and is the one over this cluster. */
export async function answers(port: number, password: string, cluster: string): Promise<boolean> {
  const sql = postgres({
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password,
    database: "postgres",
    max: 1,
    connect_timeout: 3,
    onnotice: () => {},
  });
  try {
    const rows = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return rows[0]?.folder === cluster;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Waits until the server over this cluster answers; false once it is gone or the time is over. */
export async function waitUntilReady(
  cluster: string,
  password: string,
  ms: number,
): Promise<Postmaster | null> {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    const found = findPostmaster(cluster);
    if (!found) return null;
    if (found.ready && (await answers(found.port, password, cluster))) return found;
    await sleep(20);
  }
  return null;
}

async function waitUntilGone(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (processStart(pid) !== null) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
}

/** Stops a server: running statements are rolled back, nothing committed is lost. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const found = findPostmaster(cluster);
  if (!found) return;
  process.kill(found.pid, "SIGINT");
  if (await waitUntilGone(found.pid, 20_000)) return;
  process.kill(found.pid, "SIGQUIT");
  if (!(await waitUntilGone(found.pid, 10_000))) {
    throw new Error(`The embedded Postgres (process ${found.pid}) did not stop.`);
  }
}

/** A port of the loopback that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
