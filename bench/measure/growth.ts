import { startGuarded } from "../contestants/contestants";
import { fillDatabase } from "../database/fill";
import type { Results } from "../report";
import { interleave } from "../rounds";
import { atFullSpeed, type Bench, roundsOf, withPrograms } from "./bench";

/** The same work on a large database and on a small one. */
export async function measureGrowth(bench: Bench): Promise<Results> {
  const { plan, cluster, say } = bench;
  const small = await fillDatabase(cluster.embedded, { customers: 10_000, networks: 1, records: 0 }, say);
  const large = await fillDatabase(cluster.embedded, plan.large, say);
  return withPrograms(async (keep) => {
    const contestants = [
      atFullSpeed("large", large, [keep(await startGuarded(large))]),
      atFullSpeed("small", small, [keep(await startGuarded(small))]),
    ];
    const growth_rounds = await interleave(contestants, roundsOf(bench, "Growth"));
    const [own, other] = growth_rounds;
    return { growth_rounds, growth: (own?.perSecond ?? Number.NaN) / (other?.perSecond ?? Number.NaN) };
  });
}
