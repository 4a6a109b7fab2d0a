import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

let server: ChildProcess;
let dataDir: string;
let origin: string;

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  origin = `http://localhost:${port}`;
  dataDir = mkdtempSync(join(tmpdir(), "countersign-setup-"));
  chmodSync(dataDir, 0o711);
  const { PATH, HOME } = process.env;
  server = spawn(process.execPath, ["dist/main.mjs"], {
    stdio: "ignore",
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      DEMO: "0",
      DATA_DIR: dataDir,
      PORT: String(port),
      APP_URL: origin,
      LOG_LEVEL: "warn",
    },
  });
  await expect
    .poll(
      () =>
        fetch(`${origin}/api/health`).then(
          (one) => one.status,
          () => 0,
        ),
      { timeout: 100_000 },
    )
    .toBe(200);
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
});

test("a new installation is set up once, with the code kept beside the data", async ({ page }) => {
  await page.goto(`${origin}/`);
  await expect(page).toHaveURL(`${origin}/setup`);
  const file = join(dataDir, "setup-code");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const fill = async (code: string) => {
    await page.getByLabel("Set-up code").fill(code);
    await page.getByLabel("Name of the loyalty program").fill("Quayside Club");
    await page.getByLabel("Your name").fill("First Administrator");
    await page.getByLabel("Your e-mail").fill("first@quayside.example");
    await page.getByLabel("Your password", { exact: true }).fill("seven lanterns over quiet water");
    await page.getByLabel("Their name").fill("First Approver");
    await page.getByLabel("Their e-mail").fill("approver@quayside.example");
    await page.getByRole("button", { name: "Set up" }).click();
  };
  await fill("wrong-code");
  await expect(page.getByRole("alert").first()).toBeVisible();
  await fill(readFileSync(file, "utf8").trim());
  await expect(page.getByRole("heading", { name: "Countersign is set up" })).toBeVisible();
  await page.goto(`${origin}/setup`);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText("Demonstration")).toHaveCount(0);
  await page.getByLabel("E-mail").fill("first@quayside.example");
  await page.getByLabel("Password", { exact: true }).fill("seven lanterns over quiet water");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("link", { name: /Users & Roles/ }).first()).toBeVisible();
});
