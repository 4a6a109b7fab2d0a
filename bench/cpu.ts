import { readdirSync, readFileSync } from "node:fs";

export interface Cpu {
  /** Microseconds of processor time since the start, by who used it; null where the system does not tell. */
  node: number;
  postgres: number;
  load: number;
}

const tick = 10_000;

/** What the kernel has charged these processes, and all children of Postgres. */
export function readCpu(servers: readonly number[], postmaster: number): Cpu | null {
  if (process.platform !== "linux") return null;
  const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + (used(pid) ?? 0), 0);
  return {
    node: sum(servers),
    postgres: sum([postmaster, ...childrenOf(postmaster)]),
    load: sum([process.pid]),
  };
}

function fieldsOf(pid: number | string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function used(pid: number): number | null {
  const fields = fieldsOf(pid);
  return fields && (Number(fields[11]) + Number(fields[12])) * tick;
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => fieldsOf(pid)?.[1] === String(parent)).map(Number);
}
