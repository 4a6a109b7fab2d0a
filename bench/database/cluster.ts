import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Embedded, startEmbedded } from "../../src/server/db/embedded";
import { clusterFolder } from "../../src/server/db/embedded/cluster";
import { resolveDataDir } from "../../src/server/db/embedded/location";
import { findPostmaster } from "../../src/server/db/embedded/postmaster";

export interface BenchCluster {
  embedded: Embedded;
  /** Postgres's first process. */
  postmaster: number;
  version: string;
  stop(): Promise<void>;
}

/**
 * A Postgres of its own with the application's own settings, every commit on disk before it is told; in a temporary
 * folder that goes, or in one beside the data that stays.
 */
export async function startBenchCluster({ keep }: { keep: boolean }): Promise<BenchCluster> {
  const dataDir = keep ? join(resolveDataDir(process.env.DATA_DIR), "bench") : temporaryFolder();
  if (keep) mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const flags = process.env.BENCH_POSTGRES_FLAGS?.split(" ").flatMap((one) => ["-c", one]);
  const embedded = await startEmbedded({ dataDir, flags });
  if (embedded.owner) throw new Error(`Another run of the benchmarks uses ${dataDir}.`);
  const sql = postgres(embedded.superuserUrl, { max: 1 });
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  await sql.end();
  return {
    embedded,
    postmaster: findPostmaster(clusterFolder(dataDir))?.pid ?? 0,
    version: row?.version ?? "",
    async stop() {
      await embedded.stop();
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  chmodSync(folder, 0o711);
  return folder;
}
