import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runModule } from "./run.mjs";

/** Runs what writes a report into the file that it is given; gives its exit code and the report, null where there is none. */
async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-report-"));
  const file = join(folder, "report.json");
  const { code } = await work(file);
  let json = null;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // The run ended before it wrote one, which its code tells.
  }
  rmSync(folder, { recursive: true, force: true });
  return { code, json };
}

/**
 * What a suite came to. A test that is skipped, or that passed at its second try, proves nothing: it counts as failed. So does
 * a run that ended badly without naming a test (an error outside of tests).
 */
function counted(suite, passed, failures, code) {
  const unnamed = failures.length === 0 && (code !== 0 || passed === 0);
  return { suite, passed, failures: unnamed ? [`(ended with ${code}; what it printed says why)`] : failures };
}

function countVitest(suite, json, code) {
  const files = json?.testResults ?? [];
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ status, name: `${relative(".", name)}: ${fullName}` })),
  );
  const passed = tests.filter(({ status }) => status === "passed");
  const failed = tests.filter(({ status }) => status !== "passed").map(({ name }) => name);
  const unloaded = files
    .filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0)
    .map(({ name }) => `${relative(".", name)} does not load`);
  return counted(suite, passed.length, [...failed, ...unloaded], code);
}

/** Playwright's report nests suites as deep as tests are grouped. */
function browserTests({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(browserTests)];
}

function countBrowser(json, code) {
  const tests = browserTests(json ?? {});
  const passed = tests.filter(({ tests: [one] }) => one?.status === "expected");
  const failures = tests.filter((one) => !passed.includes(one));
  return counted(
    "browser",
    passed.length,
    failures.map(({ file, title }) => `e2e/${file}: ${title}`),
    code,
  );
}

/** Runs a project of vitest's, "unit" or "integration". */
export async function runVitest(suite) {
  const { code, json } = await withReport((file) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    return runModule("vitest/vitest.mjs", ["run", "--project", suite, ...reporters]);
  });
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

/** Runs Playwright with the browser at this path; without one the suite counts as failed. */
export async function runBrowser(chromium) {
  if (!chromium) return counted("browser", 0, ["there is no Chromium"], 1);
  const port = String(await freePort());
  const { code, json } = await withReport((file) => {
    const env = { CHROMIUM_PATH: chromium, E2E_PORT: port, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
    return runModule("@playwright/test/cli.js", ["test", "--reporter=list,json"], { env });
  });
  return countBrowser(json, code);
}
