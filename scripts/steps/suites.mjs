import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runModule } from "./run.mjs";

const report = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
};

/** A run that failed without naming a test (a file that does not load, an error outside of tests) counts as one failure. */
function counted(suite, passed, failed, code) {
  return { suite, passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

function countVitest(suite, json, code) {
  const files = json?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const unloaded = files.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  // A test that is skipped proves nothing: it counts as failed.
  return counted(suite, passed, tests.length - passed + unloaded, code);
}

export async function runVitest(suite) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-report-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code } = await runModule("vitest/vitest.mjs", ["run", "--project", suite, ...reporters]);
  const json = report(file);
  rmSync(folder, { recursive: true, force: true });
  return countVitest(suite, json, code);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export async function runBrowser(chromium) {
  if (!chromium) return { suite: "browser", passed: 0, failed: 1 };
  const folder = mkdtempSync(join(tmpdir(), "countersign-report-"));
  const file = join(folder, "report.json");
  const env = {
    CHROMIUM_PATH: chromium,
    E2E_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  const { code } = await runModule("@playwright/test/cli.js", ["test", "--reporter=list,json"], { env });
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report(file)?.stats ?? {};
  rmSync(folder, { recursive: true, force: true });
  return counted("browser", expected, unexpected + flaky + skipped, code);
}
