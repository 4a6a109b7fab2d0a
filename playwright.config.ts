import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";

const port = process.env.E2E_PORT ?? "3555";
const baseURL = `http://localhost:${port}`;
/** Where the application's data, output and answers of this run are; the workers, which read this file too, learn it from here. */
process.env.E2E_FOLDER ??= join(tmpdir(), `countersign-e2e-${process.pid}-${Date.now()}`);
const asRoot = process.getuid?.() === 0;

/** Journeys share one running application and one database: they run one after the other. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--disable-dev-shm-usage", "--disable-gpu", ...(asRoot ? ["--no-sandbox"] : [])],
    },
  },
  // Values are planted before the journeys, and looked for after them, whichever of them ran and however they ended.
  projects: [
    { name: "planting", testMatch: "canaries/plant.spec.ts", teardown: "looking" },
    { name: "journeys", testMatch: "**/*.spec.ts", testIgnore: "**/canaries/**", dependencies: ["planting"] },
    { name: "looking", testMatch: "canaries/look.spec.ts" },
  ],
  webServer: {
    command: "node scripts/e2e-server.mjs",
    url: `${baseURL}/api/health`,
    env: { E2E_PORT: port, E2E_FOLDER: process.env.E2E_FOLDER },
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    stdout: "ignore",
    stderr: "pipe",
  },
});
