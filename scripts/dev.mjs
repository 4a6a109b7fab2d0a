import "./steps/node-version.mjs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { serverBundle } from "./steps/build.mjs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot, inRoot } from "./steps/root.mjs";
import { refuseSecondStart } from "./steps/running.mjs";

enterRoot();
refuseSecondStart();
await ensureDependencies();
const { context } = await import("esbuild");

let child = null;
let ending = false;

function start() {
  const env = { ...process.env, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" };
  child = spawn(process.execPath, ["--enable-source-maps", inRoot("dist", "dev", "main.mjs")], {
    stdio: "inherit",
    env,
  });
}

async function end(signal) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** Next reloads the pages; what main.ts holds comes with a new process. */
const restart = {
  name: "restart",
  setup(build) {
    build.onEnd(async ({ errors }) => {
      if (errors.length > 0 || ending) return;
      await end("SIGTERM");
      start();
    });
  },
};

const bundle = serverBundle(inRoot("dist", "dev"));
const watching = await context({ ...bundle, plugins: [...bundle.plugins, restart] });
await watching.watch();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    if (ending) return;
    ending = true;
    await watching.dispose();
    await end("SIGTERM");
    process.exit(0);
  });
}
