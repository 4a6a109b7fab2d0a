import "server-only";
import type { Env } from "../../env";
import { startEmbedded } from "../db/embedded";
import { migrate } from "../db/migrate";

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
