import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enterRoot, inRoot } from "./steps/root.mjs";

// The built application, as a fresh machine has it, in a data folder that goes with it.
enterRoot();
const port = process.env.E2E_PORT ?? "3555";
const dataDir = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
chmodSync(dataDir, 0o711);
const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", LOG_LEVEL: "warn" };
const child = spawn(process.execPath, [inRoot("dist", "main.mjs")], {
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...env, DATA_DIR: dataDir, PORT: port, APP_URL: `http://localhost:${port}` },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code ?? 1);
});
