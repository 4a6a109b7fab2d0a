import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Embedded, startEmbedded } from "./embedded";
import { clusterFolder } from "./embedded/cluster";
import { livingOwner } from "./embedded/owner-lock";
import { findPostmaster, stopPostmaster } from "./embedded/postmaster";

const fixture = resolve(import.meta.dirname, "../test/hold-cluster.ts");
let dataDir: string;
let holders: ChildProcess[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "countersign-embedded-"));
  holders = [];
});

afterEach(async () => {
  for (const holder of holders) holder.kill("SIGKILL");
  await stopPostmaster(clusterFolder(dataDir));
  rmSync(dataDir, { recursive: true, force: true });
});

/** Another process that starts the folder's Postgres; given back once it has it. */
async function hold(): Promise<{ process: ChildProcess; embedded: Embedded }> {
  const flags = ["--conditions=react-server", "--import", "tsx", fixture, dataDir];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  holders.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { process: child, embedded: JSON.parse(line) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function query(url: string, statement: string) {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

const portOf = (embedded: Embedded) => new URL(embedded.ownerUrl).port;

describe("startEmbedded", () => {
  it("adopts the Postgres of a killed process, with its data, and stops it in the end", async () => {
    const held = await hold();
    await query(held.embedded.ownerUrl, "create table kept as select 42 as value");
    const server = findPostmaster(clusterFolder(dataDir));
    await end(held.process, "SIGKILL");
    expect(findPostmaster(clusterFolder(dataDir))).toEqual(server);

    const embedded = await startEmbedded({ dataDir });
    expect(embedded).toMatchObject({ adopted: true, owner: null, ownerUrl: held.embedded.ownerUrl });
    expect(await query(embedded.ownerUrl, "select value from kept")).toEqual([{ value: 42 }]);
    await embedded.stop();
    expect(findPostmaster(clusterFolder(dataDir))).toBeNull();
    expect(livingOwner(dataDir)).toBeNull();
    await expect(query(embedded.ownerUrl, "select 1")).rejects.toThrow();
  });

  it("leaves the Postgres of a living process alone, and tells where that one serves", async () => {
    const held = await hold();
    const guest = await startEmbedded({ dataDir });
    expect(guest.owner).toMatchObject({ pid: held.process.pid, servesAt: "http://localhost:3999" });
    expect(portOf(guest)).toBe(portOf(held.embedded));
    await guest.stop();
    expect(await query(guest.ownerUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    await end(held.process, "SIGTERM");
    expect(findPostmaster(clusterFolder(dataDir))).toBeNull();
  });

  it("keeps data and passwords over an ordinary restart, also over a pid that is somebody else's by now", async () => {
    const first = await startEmbedded({ dataDir });
    await query(first.ownerUrl, "create table kept as select 42 as value");
    await first.stop();
    writeFileSync(
      join(clusterFolder(dataDir), "postmaster.pid"),
      `${process.pid}\n/elsewhere\n0\n1\n\n\n\nready\n`,
    );
    const second = await startEmbedded({ dataDir });
    expect(second).toMatchObject({ adopted: false, logins: first.logins });
    expect(await query(second.ownerUrl, "select value from kept")).toEqual([{ value: 42 }]);
    await second.stop();
  });

  it("has one owner when several start at once", async () => {
    const held = await Promise.all([hold(), hold(), hold()]);
    expect(held.filter(({ embedded }) => embedded.owner === null)).toHaveLength(1);
    expect(new Set(held.map(({ embedded }) => portOf(embedded))).size).toBe(1);
  });

  it("waits for the disk, listens on loopback alone, opens no Unix socket and tells others nothing", async () => {
    const embedded = await startEmbedded({ dataDir });
    const rows = await query(
      embedded.superuserUrl,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets`,
    );
    expect(rows).toEqual([{ fsync: "on", commit: "on", listens: "127.0.0.1", sockets: "" }]);
    const stranger = new URL(embedded.ownerUrl);
    stranger.password = "guessed";
    await expect(query(stranger.href, "select 1")).rejects.toThrow(/password/);
    expect(statSync(join(dataDir, "secrets.json")).mode & 0o077).toBe(0);
    expect(statSync(clusterFolder(dataDir)).mode & 0o077).toBe(0);
    await embedded.stop();
  });

  it("begins anew where the first initialisation was interrupted", async () => {
    const draft = `${clusterFolder(dataDir)}.unfinished`;
    const first = await startEmbedded({ dataDir });
    await first.stop();
    rmSync(clusterFolder(dataDir), { recursive: true });
    writeFileSync(draft, "half");
    const second = await startEmbedded({ dataDir });
    expect(await query(second.ownerUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(existsSync(draft)).toBe(false);
    await second.stop();
  });
});
