import "server-only";
import { statSync } from "node:fs";
import type { Logger } from "pino";
import { type Env, readKeptSecrets, type Secrets } from "../env";
import { secretsPath } from "./db/embedded/secrets";
import { createKeyRing, type KeyRing } from "./domain/keys";

export interface HeldSecrets {
  keys: KeyRing;
  /** The session cookie's, newest first. */
  authSecrets: () => readonly string[];
  stop(): void;
}

const everyMs = 1_000;

/**
 * The secrets as they stand now. Those kept beside the data are looked at each second, and at once where a key id is met
 * that is not among them: a rotation needs no restart there. Those of the settings stay what they were at the start.
 */
export function holdSecrets(env: Pick<Env, keyof Secrets | "kept" | "dataDir">, logger: Logger): HeldSecrets {
  let held: Secrets = env;
  let seen = "";
  const look = () => {
    try {
      const { ino, mtimeMs } = statSync(secretsPath(env.dataDir));
      if (seen === `${ino} ${mtimeMs}`) return;
      const read = readKeptSecrets(env.dataDir);
      held = {
        authSecrets: env.kept.authSecrets ? read.authSecrets : env.authSecrets,
        encryptionKeys: env.kept.encryptionKeys ? read.encryptionKeys : env.encryptionKeys,
      };
      seen = `${ino} ${mtimeMs}`;
    } catch (err) {
      logger.warn({ err }, "the kept secrets cannot be read; going on with those from before");
    }
  };
  const looks = env.kept.authSecrets || env.kept.encryptionKeys;
  const timer = looks ? setInterval(look, everyMs).unref() : undefined;
  const lookAgain = looks ? look : () => {};
  return {
    keys: createKeyRing({ keys: () => held.encryptionKeys, lookAgain }),
    authSecrets: () => held.authSecrets,
    stop: () => clearInterval(timer),
  };
}
