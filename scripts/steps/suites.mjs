import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runModule } from "./run.mjs";

const report = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
};

/**
 * What a suite came to. A test that is skipped, or that passed at its second try, proves nothing: it counts as failed. So does
 * a run that ended badly without naming a test (a file that does not load, an error outside of tests).
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
  const unloaded = files.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failures = [
    ...tests.filter(({ status }) => status !== "passed"),
    ...unloaded.map(({ name }) => ({ name: `${relative(".", name)} does not load` })),
  ];
  return counted(
    suite,
    tests.length - failures.length + unloaded.length,
    failures.map(({ name }) => name),
    code,
  );
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
  if (!chromium) return counted("browser", 0, ["there is no Chromium"], 1);
  const folder = mkdtempSync(join(tmpdir(), "countersign-report-"));
  const file = join(folder, "report.json");
  const env = {
    CHROMIUM_PATH: chromium,
    E2E_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  const { code } = await runModule("@playwright/test/cli.js", ["test", "--reporter=list,json"], { env });
  const json = report(file);
  rmSync(folder, { recursive: true, force: true });
  return countBrowser(json, code);
}
