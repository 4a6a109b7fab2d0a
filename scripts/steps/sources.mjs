import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inRoot } from "./root.mjs";

const FOLDERS = ["src", "public"];
const FILES = ["package.json", "package-lock.json", "tsconfig.json", "scripts/steps/build.mjs"];
const CONFIGS = /^(next|tailwind|postcss)\.config\.\w+$/;
const TESTS = /\.test\.tsx?$|^src\/server\/test\//;

function filesUnder(folder) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(path);
    return TESTS.test(path) ? [] : [path];
  });
}

/** One digest of everything that a build is made from. */
export function digestOfSources() {
  const configs = readdirSync(inRoot(".")).filter((name) => CONFIGS.test(name));
  const hash = createHash("sha256");
  for (const path of [...FILES, ...configs, ...FOLDERS.flatMap(filesUnder)].sort()) {
    const content = readFileSync(inRoot(path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
