import "server-only";
import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { findPostgresUser, userReaches } from "./postgres-user";

const SHARED_ROOT = "/var/lib/countersign";

/** The real path of what may not exist yet. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}

/** Where things go that the Postgres user could not reach at this path. */
export function reachableFolder(path: string): string {
  return join(SHARED_ROOT, createHash("sha256").update(realPath(path)).digest("hex").slice(0, 12));
}

/**
 * The folder that holds the data of this installation: the one asked for (by default `.data` in the clone), or,
 * where root starts Countersign in a place that the Postgres user cannot enter, one under /var/lib/countersign.
 */
export function resolveDataDir(requested: string | undefined, clone = process.cwd()): string {
  const wanted = resolve(clone, requested ?? ".data");
  const user = findPostgresUser();
  if (user === null || userReaches(user, realPath(dirname(wanted)))) return wanted;
  return reachableFolder(requested === undefined ? clone : wanted);
}
