import { type Plan, readArguments, usage } from "./arguments";
import { startBenchCluster } from "./database/cluster";
import { measureGrowth } from "./measure/growth";
import { measureInstances } from "./measure/instances";
import { measureUsual } from "./measure/usual";
import { printTable, type Results, writeResults } from "./report";

const say = (sentence: string) => console.error(sentence);

async function run(plan: Plan): Promise<void> {
  const cluster = await startBenchCluster(plan);
  const results: Results = {};
  try {
    const bench = { plan, cluster, say };
    const asked = (part: Plan["parts"][number]) => plan.parts.includes(part);
    if (asked("throughput") || asked("latency")) Object.assign(results, await measureUsual(bench));
    if (asked("growth")) Object.assign(results, await measureGrowth(bench));
    if (asked("instances")) Object.assign(results, await measureInstances(bench));
  } finally {
    await cluster.stop();
  }
  writeResults(results, plan, cluster.version);
  printTable(results);
}

try {
  if (process.argv.includes("--help")) console.log(usage);
  else await run(readArguments(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
