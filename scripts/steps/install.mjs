import { readFileSync } from "node:fs";
import { inRoot } from "./root.mjs";
import { run, stop } from "./run.mjs";

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(inRoot(path), "utf8")).packages;
  } catch {
    return null;
  }
}

/** npm writes node_modules/.package-lock.json last: where it agrees with ours, everything is there. */
function installed() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || (present[path] ? present[path].version === version : optional || devOptional),
  );
}

function npm(args, options) {
  const itself = process.env.npm_execpath;
  if (itself?.endsWith("npm-cli.js")) return run(process.execPath, [itself, ...args], options);
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

/** Installs what package-lock.json names, unless it is there. */
export async function ensureDependencies({ out = "inherit" } = {}) {
  if (installed()) return;
  console.error("Installing dependencies …");
  const { code } = await npm(["ci", "--include=dev", "--include=optional", "--ignore-scripts=false"], {
    out,
  });
  if (code !== 0)
    stop("The dependencies could not be installed; npm says why above. `npm ci` tries it again.");
}
