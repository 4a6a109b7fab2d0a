import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./root.mjs";
import { stop } from "./run.mjs";

const SHARED = "/var/lib/countersign";
const moved = (path) => join(SHARED, createHash("sha256").update(path).digest("hex").slice(0, 12));

/** Where the data may lie; src/server/db/embedded/location.ts decides between them, once it is built. */
function candidates() {
  const wanted = resolve(root, process.env.DATA_DIR || ".data");
  const base = process.env.DATA_DIR ? wanted : root;
  return [wanted, moved(existsSync(base) ? realpathSync(base) : base)];
}

function startOf(pid) {
  try {
    if (process.platform !== "linux")
      return execFileSync("ps", ["-o", "lstart=", "-p", `${pid}`], { encoding: "utf8" }).trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : fields[19];
  } catch {
    return null;
  }
}

function ownerOf(dataDir) {
  try {
    const owner = JSON.parse(readFileSync(join(dataDir, "owner.json"), "utf8"));
    return startOf(owner.pid) === owner.started ? owner : null;
  } catch {
    return null;
  }
}

/** Stops where another start serves the same data, before anything is rebuilt under it. */
export function refuseSecondStart() {
  if (process.env.DATABASE_URL) return;
  for (const dataDir of candidates()) {
    const owner = ownerOf(dataDir);
    if (!owner) continue;
    const where = owner.servesAt ? `is running at ${owner.servesAt}` : "is starting, or its data is in use";
    stop(`Countersign ${where} (process ${owner.pid}, data in ${dataDir}).`);
  }
}
