import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SetupCode } from "./domain/setup/setup-code";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Where the set-up code of an installation is kept. */
export function setupCodePath(dataDir: string): string {
  return join(dataDir, "setup-code");
}

/**
 * Makes the set-up code of an installation that has nobody yet, or keeps the one that is there: 100 random bits, readable
 * by the owner of the process alone. Gives where it is; whoever can read that file may set the installation up.
 */
export function createSetupCode(dataDir: string): string {
  const path = setupCodePath(dataDir);
  if (readKept(path) !== null) return path;
  const characters = [...randomBytes(20)].map((byte) => alphabet[byte % alphabet.length] ?? "");
  const code = (characters.join("").match(/.{5}/g) ?? []).join("-");
  writeFileSync(path, `${code}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

/** The code as kept by `createSetupCode`, read anew at each attempt; it opens nothing once it is spent. */
export function readSetupCode(dataDir: string): SetupCode {
  const path = setupCodePath(dataDir);
  return {
    matches: (given) => {
      const kept = readKept(path);
      return kept !== null && timingSafeEqual(digest(kept), digest(given));
    },
    spend: () => rmSync(path, { force: true }),
  };
}

function readKept(path: string): string | null {
  try {
    const kept = readFileSync(path, "utf8").trim();
    return kept === "" ? null : kept;
  } catch {
    return null;
  }
}

/** People type codes in lower case and leave hyphens out. */
function digest(code: string): Buffer {
  return createHash("sha256").update(code.toUpperCase().replace(/[\s-]/g, "")).digest();
}
