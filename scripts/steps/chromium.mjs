import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = [
  ...NAMES.map((name) => `/usr/bin/${name}`),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A file by that name may be a stub that only tells how to install the browser. */
function answers(path) {
  if (!path || !existsSync(path)) return false;
  try {
    return /\d+\.\d+/.test(
      execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    return false;
  }
}

async function find() {
  if (process.env.CHROMIUM_PATH) return answers(process.env.CHROMIUM_PATH) ? process.env.CHROMIUM_PATH : null;
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const { chromium } = await import("@playwright/test");
  return [...PLACES, ...onPath, chromium.executablePath()].find(answers) ?? null;
}

async function installOnDebian() {
  console.error("Installing Chromium …");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { out: "stderr", env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    out: "stderr",
    env,
  });
}

/** Where a Chromium is; installed where root on Debian has none; null, with a sentence, where that is not possible. */
export async function ensureChromium() {
  const found = await find();
  if (found) return found;
  if (process.env.CHROMIUM_PATH) {
    console.error(`CHROMIUM_PATH names no browser that runs: ${process.env.CHROMIUM_PATH}`);
    return null;
  }
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) await installOnDebian();
  const installed = await find();
  if (!installed) {
    console.error(
      "There is no Chromium for the browser tests: run `npx playwright install --with-deps chromium`.",
    );
  }
  return installed;
}
