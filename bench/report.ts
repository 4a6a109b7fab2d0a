import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { dirname } from "node:path";
import { type Plan, parts } from "./arguments";
import type { Result } from "./rounds";

export interface Results {
  guarded_vs_unguarded?: number;
  guarded_vs_empty_next?: number;
  p99_ratio?: number;
  growth?: number;
  two_vs_one?: number;
  /** Connections with which the unguarded server was quickest. */
  unguarded_pool?: number;
  throughput?: Result[];
  latency?: Result[];
  growth_rounds?: Result[];
  instances?: Result[];
}

/** Writes what was measured; parts that were not keep their last figures. */
export function writeResults(results: Results, plan: Plan, postgres: string): void {
  mkdirSync(dirname(plan.out), { recursive: true });
  const about = {
    measured_at: new Date().toISOString(),
    machine: machine(),
    versions: { node: process.versions.node, postgres, ...packages(["next", "postgres", "hono"]) },
    rows: { customers: plan.customers, growth: plan.large },
    rounds: plan.rounds,
    seconds: plan.seconds,
    connections: plan.connections,
  };
  const last = plan.parts.length === parts.length ? {} : readLast(plan.out);
  writeFileSync(plan.out, `${JSON.stringify({ ...last, ...results, ...about }, null, 2)}\n`);
}

function readLast(file: string): object {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

function machine() {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return {
    cpu: first?.model ?? "",
    cores: cpus().length,
    memory,
    system: `${process.platform} ${release()}`,
  };
}

function packages(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [
      name === "postgres" ? "postgres.js" : name,
      JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version as string,
    ]),
  );
}

export function printTable(results: Results): void {
  const { throughput, latency, growth_rounds, instances } = results;
  for (const [title, rows] of Object.entries({ throughput, latency, growth: growth_rounds, instances }))
    if (rows) printResults(title, rows);
  console.log("");
  printRatio("guarded ÷ unguarded", results.guarded_vs_unguarded, "≥ 1.25");
  printRatio("guarded ÷ empty Next handler", results.guarded_vs_empty_next, "≥ 8");
  printRatio("p99 guarded ÷ p99 unguarded, at half load", results.p99_ratio, "≤ 1.5");
  printRatio("large ÷ small", results.growth, "≥ 0.9");
  printRatio("two instances ÷ one", results.two_vs_one, "stated");
}

function printResults(title: string, rows: readonly Result[]): void {
  const heads = ["per second", "p50 ms", "p99 ms", "µs node", "postgres", "load"].map((head) =>
    head.padStart(10),
  );
  console.log(`\n${title.padEnd(16)}${heads.join("")}   rounds`);
  for (const { name, perSecond, p50, p99, cpu, rounds } of rows) {
    const cells = [perSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2)];
    const used = cpu ? [cpu.node, cpu.postgres, cpu.load].map(String) : ["", "", ""];
    const line = [...cells, ...used].map((cell) => cell.padStart(10)).join("");
    console.log(`${name.padEnd(16)}${line}   ${rounds.join(" ")}`);
  }
}

function printRatio(name: string, ratio: number | undefined, goal: string): void {
  if (ratio !== undefined) console.log(`${name.padEnd(44)}${ratio.toFixed(2).padStart(6)}   ${goal}`);
}
