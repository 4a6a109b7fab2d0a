import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { inRoot } from "./steps/root.mjs";
import { runModule, stop } from "./steps/run.mjs";

// drizzle-kit writes what is missing into a copy: nothing must be.
mkdirSync(inRoot("node_modules", ".cache"), { recursive: true });
const folder = mkdtempSync(inRoot("node_modules", ".cache", "drift-"));
const copy = join(folder, "drizzle");
const config = join(folder, "drizzle.config.json");
cpSync(inRoot("drizzle"), copy, { recursive: true });
const out = `./${relative(inRoot("."), copy)}`;
const settings = { dialect: "postgresql", schema: "./src/server/db/schema", casing: "snake_case", out };
writeFileSync(config, JSON.stringify(settings));

const before = readdirSync(inRoot("drizzle"));
const check = await runModule("drizzle-kit/bin.cjs", ["check", `--config=${config}`], { out: "collect" });
const generated = await runModule("drizzle-kit/bin.cjs", ["generate", `--config=${config}`, "--name=drift"], {
  out: "collect",
});
const added = readdirSync(copy).filter((name) => !before.includes(name));
rmSync(folder, { recursive: true, force: true });

for (const { code, output } of [check, generated]) if (code !== 0) stop(output);
if (!/nothing to migrate/i.test(generated.output) || added.length > 0) {
  stop(`The schema and the migrations differ: run \`npx drizzle-kit generate\`.\n${generated.output}`);
}
