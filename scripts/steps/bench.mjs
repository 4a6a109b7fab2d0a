import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { serverBundle } from "./build.mjs";
import { inRoot } from "./root.mjs";
import { runModule, stop } from "./run.mjs";

const NEXT = "bench/empty-next";
const SOURCES = ["next.config.mjs", "app/layout.tsx", "app/api/v1/customers/[customerId]/route.ts"];

/** The benchmarks, the server that they compare with, and the application of one route that Next serves alone. */
export async function buildBench({ contestants = true } = {}) {
  const { build } = await import("esbuild");
  const entryPoints = {
    bench: inRoot("bench/bench.ts"),
    "unguarded-server": inRoot("bench/contestants/unguarded-server.ts"),
  };
  await build({ ...serverBundle(inRoot("dist", "bench")), entryPoints });
  if (contestants) await ensureEmptyNext();
}

async function ensureEmptyNext() {
  const hash = createHash("sha256").update(readFileSync(inRoot("node_modules/next/package.json")));
  for (const path of SOURCES) hash.update(readFileSync(inRoot(NEXT, path)));
  const digest = hash.digest("hex");
  const stamp = inRoot(NEXT, ".next", "bench.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  console.error("Building the empty Next handler …");
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { code } = await runModule("next/dist/bin/next", ["build", NEXT], { out: "stderr", env });
  if (code !== 0) stop("The empty Next handler could not be built; Next says why above.");
  writeFileSync(stamp, digest);
}
