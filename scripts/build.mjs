import "./steps/node-version.mjs";
import { ensureBuild } from "./steps/build.mjs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";

enterRoot();
await ensureDependencies();
await ensureBuild();
