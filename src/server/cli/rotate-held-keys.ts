import "server-only";
import { type Env, readKeptSecrets } from "../../env";
import { createDatabase } from "../db/client";
import { replaceSecrets } from "../db/embedded/secrets";
import type { ServiceContext } from "../domain/context";
import {
  type HeldList,
  newRingEntry,
  newSessionEntry,
  ringEntry,
  sessionEntry,
  settingText,
} from "../domain/key-ring/held-list";
import { type Rotation, rotateKeys } from "../domain/key-ring/rotate-keys";
import { createKeyRing } from "../domain/keys";
import { openInstallation } from "./open-as-owner";

/** Where the settings hold keys: beside the data, or in the environment, each by itself. */
export function heldLists(env: Pick<Env, "kept" | "dataDir" | "encryptionKeys" | "authSecrets">): HeldList[] {
  const { kept, dataDir } = env;
  const now = kept.encryptionKeys || kept.authSecrets ? readKeptSecrets(dataDir) : env;
  const keys = kept.encryptionKeys ? now.encryptionKeys : env.encryptionKeys;
  const secrets = kept.authSecrets ? now.authSecrets : env.authSecrets;
  return [
    {
      setting: "ENCRYPTION_KEYS",
      entries: keys.map(({ id, key }) => ringEntry(id, key)),
      make: newRingEntry,
      write: kept.encryptionKeys
        ? (entries) => replaceSecrets(dataDir, { encryptionKeys: settingText(entries) })
        : null,
    },
    {
      setting: "AUTH_SECRET",
      entries: secrets.map(sessionEntry),
      make: newSessionEntry,
      write: kept.authSecrets
        ? (entries) => replaceSecrets(dataDir, { authSecret: settingText(entries) })
        : null,
    },
  ];
}

/** Rotates the keys of the installation that the settings name; see rotateKeys. */
export async function rotateHeldKeys(env: Env, options: Omit<Rotation, "lists">): Promise<void> {
  const { ownerUrl, leave } = await openInstallation(env, options.say);
  const db = createDatabase(ownerUrl, { max: 3 });
  const keys = createKeyRing({
    keys: () => (env.kept.encryptionKeys ? readKeptSecrets(env.dataDir) : env).encryptionKeys,
    lookAgain: () => {},
  });
  const context: ServiceContext = {
    actor: { kind: "system", job: "keys:rotate" },
    clientIp: null,
    requestId: `cli_keys_rotate_${process.pid}`,
    db,
    keys,
    settings: {
      appUrl: env.appUrl,
      embedded: env.database === null,
      demonstration: false,
      unrequestableNetworks: [],
      supportUrl: env.supportUrl,
    },
  };
  try {
    await rotateKeys(context, { ...options, lists: () => heldLists(env) });
  } finally {
    await db.$client.end();
    await leave();
  }
}
