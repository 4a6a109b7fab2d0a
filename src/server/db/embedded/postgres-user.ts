import "server-only";
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Whom Postgres runs as, where that is somebody else than this process. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

const NAME = "postgres";

/** From the file where most have it, since asking `id` costs a process; `id` knows directories too. */
function lookUp(): PostgresUser {
  const line = readFileSync("/etc/passwd", "utf8").match(/^postgres:[^:]*:(\d+):(\d+):/m);
  if (line) return { uid: Number(line[1]), gid: Number(line[2]) };
  const ask = (flag: string) =>
    Number.parseInt(
      execFileSync("id", [flag, NAME], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      10,
    );
  return { uid: ask("-u"), gid: ask("-g") };
}

/** The user that Postgres runs as: null for an ordinary user (itself), undefined where root has none yet. */
export function findPostgresUser(): PostgresUser | null | undefined {
  if (process.getuid?.() !== 0) return null;
  try {
    return lookUp();
  } catch {
    return undefined;
  }
}

/** The same, made where it is missing; Postgres refuses to run as root. */
export function ensurePostgresUser(): PostgresUser | null {
  const found = findPostgresUser();
  if (found !== undefined) return found;
  try {
    execFileSync("groupadd", ["--force", NAME], { stdio: "ignore" });
    execFileSync("useradd", ["--gid", NAME, "--no-create-home", "--shell", "/usr/sbin/nologin", NAME], {
      stdio: "ignore",
    });
    return lookUp();
  } catch {
    throw new Error(
      "Postgres does not run as root and no user “postgres” could be made: " +
        "run `useradd postgres`, or start Countersign as an ordinary user, or set DATABASE_URL.",
    );
  }
}

/** Whether that user holds these permission bits (4 read, 1 enter or execute) of a path. */
export function userMay(user: PostgresUser | undefined, path: string, bits: number): boolean {
  const { mode, uid, gid } = statSync(path);
  if (user && uid === user.uid) return ((mode >> 6) & bits) === bits;
  if (user && gid === user.gid) return ((mode >> 3) & bits) === bits;
  return (mode & bits) === bits;
}

/** Whether that user can enter every folder that leads to a path; folders yet to be made count as open. */
export function userReaches(user: PostgresUser | undefined, path: string): boolean {
  const parent = dirname(path);
  if (parent !== path && !userReaches(user, parent)) return false;
  try {
    return !statSync(path).isDirectory() || userMay(user, path, 1);
  } catch {
    return true;
  }
}
