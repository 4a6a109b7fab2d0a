import "server-only";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When the process with this id started, in a form that only compares; null where none lives.
 * A bare pid is not enough to name a process: after a restart of a container it may be somebody else's.
 */
export function processStart(pid: number): string | null {
  return process.platform === "linux" ? startFromProc(pid) : startFromPs(pid);
}

function startFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command may hold spaces and parentheses; fields count from behind its last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function ps(column: string, pid: number): string {
  const arguments_ = ["-o", column, "-p", String(pid)];
  return execFileSync("ps", arguments_, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function startFromPs(pid: number): string | null {
  try {
    return ps("lstart=", pid).trim() || null;
  } catch {
    return null;
  }
}

/** The command line of a living process, or an empty text. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return ps("command=", pid);
  } catch {
    return "";
  }
}
