import "./steps/node-version.mjs";
import { ensureBuild } from "./steps/build.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensureDependencies } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";
import { stop } from "./steps/run.mjs";
import { runBrowser, runVitest } from "./steps/suites.mjs";

const SUITES = ["unit", "integration", "browser"];
const named = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const unknown = named.find((one) => !SUITES.includes(one));
if (unknown) stop(`There is no suite “${unknown}”: choose from ${SUITES.join(", ")}.`);
const chosen = named.length > 0 ? named : SUITES;

// The settings of an installation are none of the tests' business, in `.env` or exported.
enterRoot({ settings: false });
for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_JOBS_URL", "RESEND_API_KEY"])
  delete process.env[name];
if (process.argv.includes("--long")) process.env.TEST_LONG = "1";
await ensureDependencies();
const chromium = chosen.includes("browser") ? await ensureChromium() : null;
await ensureBuild();

const results = [];
for (const suite of chosen) {
  results.push(suite === "browser" ? await runBrowser(chromium) : await runVitest(suite));
}
console.log("");
for (const { suite, failures } of results)
  for (const name of failures) console.log(`failed: ${suite}: ${name}`);
for (const { suite, passed, failures } of results)
  console.log(`${suite.padEnd(12)} ${passed} passed, ${failures.length} failed`);
const passed = results.reduce((sum, one) => sum + one.passed, 0);
const failed = results.reduce((sum, one) => sum + one.failures.length, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
