import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SetupCode } from "../domain/setup/setup-code";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Where the code lies: only who may read the server's own files can set it up. */
export function setupCodePath(dataDir: string): string {
  return join(dataDir, "setup-code");
}

/** The single-use code of an installation that nobody has set up, kept over restarts, readable by its owner alone. */
export function keepSetupCode(dataDir: string): SetupCode {
  const path = setupCodePath(dataDir);
  mkdirSync(dataDir, { recursive: true });
  let expected: Buffer | null = digest(readOrWrite(path));
  return {
    matches: (given) => expected !== null && timingSafeEqual(digest(given.trim()), expected),
    spend: () => {
      expected = null;
      rmSync(path, { force: true });
    },
  };
}

function readOrWrite(path: string): string {
  try {
    const kept = readFileSync(path, "utf8").trim();
    if (/^[\w-]{32}$/.test(kept)) {
      chmodSync(path, 0o600);
      return kept;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  rmSync(path, { force: true });
  const code = randomBytes(24).toString("base64url");
  writeFileSync(path, `${code}\n`, { mode: 0o600, flag: "wx" });
  return code;
}
