import "./steps/node-version.mjs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureTools } from "./steps/build.mjs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";
import { stop } from "./steps/run.mjs";

// Standard output belongs to the tool alone.
const [name = "", ...args] = process.argv.slice(2);
enterRoot();
await ensureDependencies({ out: "stderr" });
const tool = join(await ensureTools(), `${name}.mjs`);
if (!existsSync(tool)) stop(`There is no tool “${name}”.`);
process.argv = [process.argv[0], tool, ...args];
process.env.NODE_ENV = "production";
await import(pathToFileURL(tool).href);
