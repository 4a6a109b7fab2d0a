import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot } from "./root.mjs";
import { runModule, stop } from "./run.mjs";
import { digestOfSources } from "./sources.mjs";

const STAMP = inRoot("dist", "build.json");

/** What Next's bundler does for "server-only"; elsewhere the package throws. */
const serverOnly = {
  name: "server-only",
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: "empty" }));
    build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "" }));
  },
};

function tools() {
  const cli = inRoot("src/server/cli");
  const names = existsSync(cli) ? readdirSync(cli).filter((name) => /^[^.]+\.ts$/.test(name)) : [];
  return Object.fromEntries(names.map((name) => [`cli/${name.slice(0, -3)}`, `${cli}/${name}`]));
}

/** How the process and the command line tools are bundled: packages stay outside. */
export const serverBundle = (outdir) => ({
  entryPoints: { main: inRoot("src/server/main.ts"), ...tools() },
  outdir,
  outExtension: { ".js": ".mjs" },
  absWorkingDir: inRoot("."),
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node20",
  jsx: "automatic",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
  plugins: [serverOnly],
});

async function bundle(what, options) {
  const { build } = await import("esbuild");
  try {
    await build(options);
  } catch {
    stop(`The ${what} could not be built; esbuild says why above.`);
  }
}

function stamped(stamp, digest) {
  try {
    return JSON.parse(readFileSync(stamp, "utf8")).sources === digest;
  } catch {
    return false;
  }
}

const built = (digest) => stamped(STAMP, digest) && existsSync(inRoot(".next", "BUILD_ID"));

/** Builds the application and the process around it, unless neither changed since the last time. */
export async function ensureBuild({ out = "inherit" } = {}) {
  const digest = digestOfSources();
  if (built(digest)) return;
  console.error("Building …");
  rmSync(inRoot("dist"), { recursive: true, force: true });
  await bundle("server", serverBundle(inRoot("dist")));
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { code } = await runModule("next/dist/bin/next", ["build"], { out, env });
  if (code !== 0) stop("The application could not be built; Next says why above.");
  mkdirSync(inRoot("dist"), { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ sources: digest }));
}

/**
 * The folder of the command line tools: the application's own where it is built and current. Otherwise they are bundled by
 * themselves, beside it, since an application built from older sources may be running.
 */
export async function ensureTools() {
  const digest = digestOfSources();
  if (built(digest)) return inRoot("dist", "cli");
  const stamp = inRoot("dist", "tools", "build.json");
  if (!stamped(stamp, digest)) {
    await bundle("tools", { ...serverBundle(inRoot("dist", "tools")), entryPoints: tools() });
    writeFileSync(stamp, JSON.stringify({ sources: digest }));
  }
  return inRoot("dist", "tools", "cli");
}
