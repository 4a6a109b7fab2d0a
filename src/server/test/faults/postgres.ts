import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "../../db/embedded";
import { clusterFolder, runCluster } from "../../db/embedded/cluster";
import { livingOwner } from "../../db/embedded/owner-lock";
import { findPostmaster, stopPostmaster } from "../../db/embedded/postmaster";
import { readOrMakeSecrets } from "../../db/embedded/secrets";
import { migrate } from "../../db/migrate";
import { long } from "../long";
import { movableWire } from "./wire";

const prefix = "countersign-faults-";
/** The disk of the database, in MiB: small enough to be filled, large enough for a run. */
const diskMiB = long ? 3072 : 768;

const quietly = (command: string, args: string[]) => {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

async function remove(folder: string): Promise<void> {
  await stopPostmaster(clusterFolder(folder)).catch(() => {});
  quietly("umount", ["--lazy", folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** What a run that was killed left behind. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    if (!livingOwner(folder)) await remove(folder).catch(() => {});
  }
}

export type FaultyPostgres = Awaited<ReturnType<typeof startFaultyPostgres>>;

/** A Postgres with durable commits on a disk of its own (where this user may mount one), behind a wire. */
export async function startFaultyPostgres() {
  await sweepAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), prefix));
  const ownDisk = quietly("mount", ["-t", "tmpfs", "-o", `size=${diskMiB}m,mode=0755`, "tmpfs", dataDir]);
  const flags = ["max_wal_size=128MB", "min_wal_size=32MB", "shared_buffers=64MB"];
  const options = { dataDir, flags: flags.flatMap((one) => ["-c", one]) };
  const embedded = await startEmbedded(options);
  const { ownerUrl, appUrl, jobsUrl, superuserUrl, logins } = embedded;
  await migrate(ownerUrl, { logins });
  const cluster = clusterFolder(dataDir);
  const wire = await movableWire();
  wire.lead(Number(new URL(ownerUrl).port));
  const filler = join(dataDir, "filler");

  return {
    ownDisk,
    wire,
    urls: {
      owner: wire.through(ownerUrl),
      app: wire.through(appUrl),
      jobs: wire.through(jobsUrl),
      superuser: wire.through(superuserUrl).replace(/\/postgres$/, "/countersign"),
    },
    /** Ends the server's first process at once; its others end by themselves. */
    kill: () => {
      const found = findPostmaster(cluster);
      if (found) process.kill(found.pid, "SIGKILL");
    },
    /** What a service manager does with a Postgres that has gone; nothing where it runs. */
    revive: async () => {
      const password = readOrMakeSecrets(dataDir).superuserPassword;
      const { port } = await runCluster({ ...options, password });
      wire.lead(port);
    },
    /** Leaves not a byte to the database. */
    fillDisk: () => {
      const file = openSync(filler, "w");
      for (const size of [1 << 20, 1 << 12, 1]) {
        try {
          const block = Buffer.alloc(size, 1);
          while (writeSync(file, block) === size);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        }
      }
      closeSync(file);
    },
    freeDisk: () => rmSync(filler, { force: true }),
    stop: async () => {
      wire.close();
      await embedded.stop().catch(() => {});
      await remove(dataDir);
    },
  };
}
