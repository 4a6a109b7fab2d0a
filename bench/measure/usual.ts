import { compareAnswers, startEmptyNext, startGuarded, startUnguarded } from "../contestants/contestants";
import type { Program } from "../contestants/program";
import { type FilledDatabase, fillDatabase } from "../database/fill";
import { measurePaced } from "../load/paced";
import type { Results } from "../report";
import { type Contestant, interleave, type Result } from "../rounds";
import { atFullSpeed, type Bench, roundsOf, targetOf, withPrograms } from "./bench";

/** The guarded read, the unguarded read and the empty Next handler, side by side; then the tails of the first two. */
export async function measureUsual(bench: Bench): Promise<Results> {
  const { plan, cluster, say } = bench;
  const size = { customers: plan.customers, networks: 1, records: 0 };
  const database = await fillDatabase(cluster.embedded, size, say);
  return withPrograms(async (keep) => {
    const guarded = keep(await startGuarded(database));
    const pool = await bestPool(bench, database);
    const unguarded = keep(await startUnguarded(database, pool));
    await compareAnswers(database, guarded, unguarded);
    const next = keep(await startEmptyNext(database, guarded));
    const contestants = [
      atFullSpeed("guarded", database, [guarded]),
      atFullSpeed("unguarded", database, [unguarded]),
      atFullSpeed("empty Next", database, [next]),
    ];
    const throughput = await interleave(contestants, roundsOf(bench, "Throughput"));
    const results: Results = { ...ratios(throughput), throughput, unguarded_pool: pool };
    if (!plan.parts.includes("latency")) return results;
    const latency = await measureTails(bench, database, [guarded, unguarded], throughput);
    const [own, other] = latency;
    return { ...results, latency, p99_ratio: (own?.p99 ?? Number.NaN) / (other?.p99 ?? Number.NaN) };
  });
}

function ratios([guarded, unguarded, next]: readonly Result[]): Results {
  const to = (other?: Result) => (guarded?.perSecond ?? Number.NaN) / (other?.perSecond ?? Number.NaN);
  return { guarded_vs_unguarded: to(unguarded), guarded_vs_empty_next: to(next) };
}

/** The number of connections with which the unguarded server is quickest, by the medians of rounds of its own. */
async function bestPool(bench: Bench, database: FilledDatabase): Promise<number> {
  const { plan, say } = bench;
  const [only] = plan.pools;
  if (plan.pools.length === 1 && only !== undefined) return only;
  return withPrograms(async (keep) => {
    const contestants: Contestant[] = [];
    for (const pool of plan.pools)
      contestants.push(atFullSpeed(String(pool), database, [keep(await startUnguarded(database, pool))]));
    const tried = await interleave(contestants, roundsOf(bench, "The unguarded server's connections"));
    for (const { name, perSecond } of tried)
      say(`The unguarded server with ${name} connections: ${Math.round(perSecond)} a second`);
    return Number(tried.reduce((best, one) => (one.perSecond > best.perSecond ? one : best)).name);
  });
}

/** How long answers take where both are asked half as often as the lesser of them could answer. */
function measureTails(
  bench: Bench,
  database: FilledDatabase,
  programs: readonly Program[],
  throughput: readonly Result[],
): Promise<Result[]> {
  const lesser = Math.min(...throughput.slice(0, 2).map(({ perSecond }) => perSecond));
  const pace = Math.round(lesser / 2);
  const paced = programs.map((program, index): Contestant => {
    const target = targetOf(database, [program]);
    const name = throughput[index]?.name ?? "";
    return { name, pids: [program.pid], measure: (load) => measurePaced(target, pace, load) };
  });
  return interleave(paced, roundsOf(bench, `Latency at ${pace} a second`));
}
