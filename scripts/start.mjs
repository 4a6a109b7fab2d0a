import "./steps/node-version.mjs";
import module from "node:module";
import { pathToFileURL } from "node:url";
import { ensureBuild } from "./steps/build.mjs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot, inRoot } from "./steps/root.mjs";
import { refuseSecondStart } from "./steps/running.mjs";

enterRoot();
refuseSecondStart();
await ensureDependencies();
await ensureBuild();
process.env.NODE_ENV = "production";
process.setSourceMapsEnabled(true);
module.enableCompileCache?.(inRoot("dist", "compile-cache"));
// In this process: signals need no forwarding, and nothing outlives it.
await import(pathToFileURL(inRoot("dist", "main.mjs")).href);
