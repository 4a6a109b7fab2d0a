import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { type Embedded, startEmbedded } from "../db/embedded";
import { clusterFolder } from "../db/embedded/cluster";
import { livingOwner } from "../db/embedded/owner-lock";
import { stopPostmaster } from "../db/embedded/postmaster";
import { migrate } from "../db/migrate";
import { replaceClock } from "./clock";

declare module "vitest" {
  interface ProvidedContext {
    cluster: Pick<Embedded, "ownerUrl" | "appUrl" | "jobsUrl" | "superuserUrl">;
  }
}

const PREFIX = "countersign-tests-";

/** What a test run that was killed left behind: its Postgres and its folder. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      if (livingOwner(folder)) continue;
      await stopPostmaster(clusterFolder(folder));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

/** The template that every test file clones: migrated once, with a clock that tests can move. */
async function makeTemplate(embedded: Embedded): Promise<void> {
  await migrate(embedded.ownerUrl, { logins: embedded.logins });
  const sql = postgres(embedded.ownerUrl, { max: 1, onnotice: () => {} });
  await replaceClock(sql);
  await sql.end();
}

/** One Postgres a run, in a folder and on a port of its own; a crash may lose its data, so nothing waits for a disk. */
export default async function startTestCluster(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const flags = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const embedded = await startEmbedded({ dataDir, flags: flags.flatMap((one) => ["-c", one]) });
  const stop = async () => {
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(embedded);
  } catch (error) {
    await stop();
    throw error;
  }
  const { ownerUrl, appUrl, jobsUrl, superuserUrl } = embedded;
  project.provide("cluster", { ownerUrl, appUrl, jobsUrl, superuserUrl });
  return stop;
}
