import "server-only";
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What an embedded installation keeps to itself, in DATA_DIR/secrets.json. */
export interface EmbeddedSecrets {
  superuserPassword: string;
  ownerPassword: string;
  appPassword: string;
  jobsPassword: string;
  /** In the form of AUTH_SECRET. */
  authSecret: string;
  /** In the form of ENCRYPTION_KEYS. */
  encryptionKeys: string;
}

const random = () => randomBytes(32).toString("base64url");

const makeSecrets = (): EmbeddedSecrets => ({
  superuserPassword: random(),
  ownerPassword: random(),
  appPassword: random(),
  jobsPassword: random(),
  authSecret: random(),
  encryptionKeys: `k1:${random()}`,
});

/** Makes the data folder; the Postgres user of a root installation must be able to pass through it, not to list it. */
export function makeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

export const secretsPath = (dataDir: string) => join(dataDir, "secrets.json");

function draftOf(path: string, secrets: EmbeddedSecrets): string {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  return draft;
}

/** Puts other secrets in place of some: all at once, so that a reader or a crash meets the old file or the new one. */
export function replaceSecrets(
  dataDir: string,
  changed: Partial<Pick<EmbeddedSecrets, "authSecret" | "encryptionKeys">>,
): void {
  const path = secretsPath(dataDir);
  renameSync(draftOf(path, { ...readOrMakeSecrets(dataDir), ...changed }), path);
}

/** The secrets of an embedded installation, made on its first start; of two that start at once, both get the same. */
export function readOrMakeSecrets(dataDir: string): EmbeddedSecrets {
  const path = secretsPath(dataDir);
  try {
    return JSON.parse(readFileSync(path, "utf8")) as EmbeddedSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw new Error(`${path} cannot be read: ${(error as Error).message}`);
    }
  }
  makeDataDir(dataDir);
  const draft = draftOf(path, makeSecrets());
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return JSON.parse(readFileSync(path, "utf8")) as EmbeddedSecrets;
}
