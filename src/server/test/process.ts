import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../../..");

export interface Started {
  child: ChildProcess;
  origin: string;
  /** Everything printed so far. */
  printed: () => string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

export interface ProcessBundle {
  start(env: Record<string, string>): Started;
  /** A command line tool, run to its end. */
  run(tool: string, args: readonly string[], env: Record<string, string>): Started;
  remove(): void;
}

/** Bundles the real main.ts, with a stub for Next alone, and tools of server/cli, so that they can be watched from outside. */
export async function bundleProcess(
  pages = "stub-pages.ts",
  tools: readonly string[] = [],
): Promise<ProcessBundle> {
  const name = `countersign-process-${process.pid}-${randomBytes(3).toString("hex")}`;
  const outdir = join(root, "node_modules", ".cache", name);
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: Object.fromEntries(
      ["main", ...tools.map((tool) => `cli/${tool}`)].map((name) => [
        name,
        join(root, "src/server", `${name}.ts`),
      ]),
    ),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    jsx: "automatic",
    packages: "external",
    absWorkingDir: root,
    logLevel: "error",
    plugins: [
      {
        name: "stubs",
        setup({ onResolve, onLoad }) {
          // Node reads the packages behind auth.ts in another way than Next's bundler; nobody signs in here.
          onResolve({ filter: /^next\/headers$/ }, () => ({ path: "next/headers.js", external: true }));
          onResolve({ filter: /^next-auth\/providers\/credentials$/ }, ({ path }) => ({
            path,
            namespace: "stub",
          }));
          onLoad({ filter: /.*/, namespace: "stub" }, () => ({
            contents: "export default (given) => given",
          }));
          onResolve({ filter: /^server-only$/ }, () => ({
            path: join(root, "node_modules/server-only/empty.js"),
          }));
          onResolve({ filter: /\/http\/pages$/ }, () => ({
            path: join(root, "src/server/test", pages),
          }));
        },
      },
    ],
  });
  return {
    start: (env) => start(join(outdir, "main.mjs"), [], env),
    run: (tool, args, env) => start(join(outdir, "cli", `${tool}.mjs`), args, env),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}

function start(file: string, args: readonly string[], env: Record<string, string>): Started {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { PATH, HOME, NODE_ENV: "production", ...env },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, origin: `http://localhost:${env.PORT}`, printed: () => text, ended };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Asks health until it gives the status; throws with what the process printed after 45 s. */
export async function waitForHealth({ origin, printed, child }: Started, status: number): Promise<void> {
  for (let tries = 0; tries < 450 && child.exitCode === null; tries++) {
    const answer = await fetch(`${origin}/api/health`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === status) return;
    await sleep(100);
  }
  throw new Error(`Health never answered ${status}. Printed:\n${printed()}`);
}
