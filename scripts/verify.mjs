import "./steps/node-version.mjs";
import { existsSync } from "node:fs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot, inRoot } from "./steps/root.mjs";
import { run, runModule } from "./steps/run.mjs";

enterRoot();
await ensureDependencies();

const collect = { out: "collect", env: { NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1" } };

async function types() {
  // Next declares what an import of a stylesheet is; a clean clone has that file after its first build only.
  if (!existsSync(inRoot("next-env.d.ts"))) await runModule("next/dist/bin/next", ["typegen"], collect);
  return runModule("typescript/bin/tsc", ["--noEmit", "-p", "."], collect);
}

const checks = [
  ["types", types],
  ["unit tests", () => runModule("vitest/vitest.mjs", ["run", "--project", "unit"], collect)],
  ["format and lint", () => runModule("@biomejs/biome/bin/biome", ["ci", "--colors=off", "."], collect)],
  [
    "import rules",
    () => runModule("dependency-cruiser/bin/dependency-cruise.mjs", ["src", "--config"], collect),
  ],
  ["unused code", () => runModule("knip/bin/knip.js", [], collect)],
  ["migration drift", () => run(process.execPath, [inRoot("scripts", "migration-drift.mjs")], collect)],
];

const failed = [];
async function work() {
  for (let next = checks.shift(); next; next = checks.shift()) {
    const [name, check] = next;
    const begun = Date.now();
    const { code, output } = await check();
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (code !== 0) failed.push(`${name}\n${output.trim().split("\n").slice(-200).join("\n")}`);
  }
}
await Promise.all([work(), work()]);
for (const text of failed) console.error(`\n${text}`);
process.exit(failed.length === 0 ? 0 : 1);
