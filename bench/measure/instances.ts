import { startGuarded } from "../contestants/contestants";
import { fillDatabase } from "../database/fill";
import type { Results } from "../report";
import { interleave } from "../rounds";
import { atFullSpeed, type Bench, roundsOf, withPrograms } from "./bench";

/** Two instances on one database, the connections shared between them, and one. */
export async function measureInstances(bench: Bench): Promise<Results> {
  const { plan, cluster, say } = bench;
  const size = { customers: plan.customers, networks: 1, records: 0 };
  const database = await fillDatabase(cluster.embedded, size, say);
  return withPrograms(async (keep) => {
    const one = keep(await startGuarded(database));
    const other = keep(await startGuarded(database));
    const contestants = [
      atFullSpeed("two instances", database, [one, other]),
      atFullSpeed("one instance", database, [one]),
    ];
    const instances = await interleave(contestants, roundsOf(bench, "Instances"));
    const [both, single] = instances;
    return { instances, two_vs_one: (both?.perSecond ?? Number.NaN) / (single?.perSecond ?? Number.NaN) };
  });
}
