import "./steps/node-version.mjs";
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
// In this process: signals need no forwarding, and nothing outlives it.
await import(pathToFileURL(inRoot("dist", "main.mjs")).href);
