import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { enterRoot, inRoot } from "./steps/root.mjs";

// The built application, as a fresh machine has it, in a folder that goes with it; what it prints and answers is kept
// beside its data, for the last step to look through.
enterRoot({ settings: false });
const { E2E_PORT: port, E2E_FOLDER: folder } = process.env;
mkdirSync(folder, { recursive: true });
chmodSync(folder, 0o711);
const printed = join(folder, "printed.log");
const out = openSync(printed, "a");
const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", LOG_LEVEL: "trace" };
const recorder = pathToFileURL(inRoot("scripts", "e2e-recorder.mjs")).href;
const child = spawn(process.execPath, ["--import", recorder, inRoot("dist", "main.mjs")], {
  stdio: ["ignore", out, out],
  env: {
    ...env,
    DATA_DIR: join(folder, "data"),
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    E2E_ANSWERS: join(folder, "answers.jsonl"),
  },
});
let asked = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    asked = true;
    child.kill(signal);
  });
}
child.once("exit", (code) => {
  if (!asked) process.stderr.write(readFileSync(printed));
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
