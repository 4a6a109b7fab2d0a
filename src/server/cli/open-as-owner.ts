import "server-only";
import { existsSync } from "node:fs";
import type { Env } from "../../env";
import { startEmbedded } from "../db/embedded";
import { clusterFolder } from "../db/embedded/cluster";
import { migrate } from "../db/migrate";

/** Throws where the settings name no data yet: a tool that looks at an installation makes no empty one to look at. */
export function refuseWithoutData({ database, dataDir }: Pick<Env, "database" | "dataDir">): void {
  if (database || existsSync(clusterFolder(dataDir))) return;
  throw new Error(
    `There is no data in ${dataDir}. Set DATA_DIR, or DATABASE_OWNER_URL and its like, as the installation has them.`,
  );
}

/** The owner's connection of whichever database the settings name; `leave` stops what this process started. */
export async function openAsOwner(
  env: Env,
  say: (sentence: string) => void,
): Promise<{ ownerUrl: string; leave: () => Promise<void> }> {
  if (env.database) {
    await migrate(env.database.ownerUrl);
    return { ownerUrl: env.database.ownerUrl, leave: async () => {} };
  }
  const embedded = await startEmbedded({ dataDir: env.dataDir });
  if (embedded.owner) {
    say("Countersign is running: working beside it.");
    return { ownerUrl: embedded.ownerUrl, leave: embedded.stop };
  }
  await migrate(embedded.ownerUrl, { logins: embedded.logins });
  return { ownerUrl: embedded.ownerUrl, leave: embedded.stop };
}
