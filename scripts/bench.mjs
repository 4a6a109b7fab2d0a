import "./steps/node-version.mjs";
import { pathToFileURL } from "node:url";
import { buildBench } from "./steps/bench.mjs";
import { ensureBuild } from "./steps/build.mjs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot, inRoot } from "./steps/root.mjs";

// The table is what standard output is for.
enterRoot();
await ensureDependencies({ out: "stderr" });
await ensureBuild({ out: "stderr" });
await buildBench({ contestants: !process.argv.includes("--help") });
process.argv = [process.argv[0], inRoot("dist", "bench", "bench.mjs"), ...process.argv.slice(2)];
process.env.NODE_ENV = "production";
await import(pathToFileURL(process.argv[1]).href);
