import { spawn } from "node:child_process";
import { inRoot, root } from "./root.mjs";

/** A signal meant for us ends what we run, and then us. */
function endWith(child) {
  const pass = (signal) => {
    child.once("close", () => process.exit(signal === "SIGINT" ? 130 : 143));
    child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, pass);
  child.once("close", () => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, pass);
  });
}

/** Runs a program to its end; `out` is where its output goes: "inherit", "stderr" (all of it there) or "collect". */
export function run(command, args, { out = "inherit", env = {} } = {}) {
  const stdio = {
    inherit: ["ignore", "inherit", "inherit"],
    stderr: ["ignore", 2, 2],
    collect: ["ignore", "pipe", "pipe"],
  };
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: stdio[out], env: { ...process.env, ...env } });
    endWith(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (output += part));
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The same for a program of node_modules, without a shell or npx in between. */
export const runModule = (path, args, options) =>
  run(process.execPath, [inRoot("node_modules", path), ...args], options);

/** Ends with a sentence. */
export function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
