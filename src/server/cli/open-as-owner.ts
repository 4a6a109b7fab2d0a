import "server-only";
import { existsSync } from "node:fs";
import type { Env } from "../../env";
import { type Embedded, startEmbedded } from "../db/embedded";
import { clusterFolder } from "../db/embedded/cluster";
import { migrate, requireThisVersion } from "../db/migrate";

interface OpenedAsOwner {
  ownerUrl: string;
  /** Stops what this process started. */
  leave: () => Promise<void>;
}

/** The owner's connection of whichever database the settings name, made and brought to this version where it is not. */
export async function openAsOwner(env: Env, say: (sentence: string) => void): Promise<OpenedAsOwner> {
  const { ownerUrl, leave, embedded } = await reach(env, say);
  if (!embedded?.owner) await migrate(ownerUrl, { logins: embedded?.logins });
  return { ownerUrl, leave };
}

/**
 * The same for a tool that works on an installation as it is: makes and migrates nothing. Throws a sentence where the settings
 * name no data, or data of another version.
 */
export async function openInstallation(env: Env, say: (sentence: string) => void): Promise<OpenedAsOwner> {
  if (!env.database && !existsSync(clusterFolder(env.dataDir))) {
    throw new Error(
      `There is no data in ${env.dataDir}. Set DATA_DIR, or DATABASE_OWNER_URL and its like, as the installation has them.`,
    );
  }
  const { ownerUrl, leave } = await reach(env, say);
  try {
    await requireThisVersion(ownerUrl);
    return { ownerUrl, leave };
  } catch (error) {
    await leave();
    throw error;
  }
}

async function reach(
  env: Env,
  say: (sentence: string) => void,
): Promise<OpenedAsOwner & { embedded: Embedded | null }> {
  if (env.database) return { ownerUrl: env.database.ownerUrl, leave: async () => {}, embedded: null };
  const embedded = await startEmbedded({ dataDir: env.dataDir });
  if (embedded.owner) say("Countersign is running: working beside it.");
  return { ownerUrl: embedded.ownerUrl, leave: embedded.stop, embedded };
}
