import type { Plan } from "../arguments";
import type { Program } from "../contestants/program";
import type { BenchCluster } from "../database/cluster";
import type { FilledDatabase } from "../database/fill";
import { measureClosedLoop, type Target } from "../load/closed-loop";
import { requestsFor } from "../load/requests";
import type { Contestant, Rounds } from "../rounds";

/** What every measurement needs. */
export interface Bench {
  plan: Plan;
  cluster: BenchCluster;
  say: (sentence: string) => void;
}

export function targetOf(database: FilledDatabase, programs: readonly Program[]): Target {
  return {
    ports: programs.map(({ port }) => port),
    requests: requestsFor(database.customerIds, database.secret),
  };
}

/** Asked by every connection again as soon as it is answered. */
export function atFullSpeed(
  name: string,
  database: FilledDatabase,
  programs: readonly Program[],
): Contestant {
  const target = targetOf(database, programs);
  return { name, pids: programs.map(({ pid }) => pid), measure: (load) => measureClosedLoop(target, load) };
}

export function roundsOf({ plan, cluster, say }: Bench, what: string): Rounds {
  const { rounds, connections, seconds } = plan;
  return {
    rounds,
    load: { connections, seconds },
    postmaster: cluster.postmaster,
    onRound: (round) => say(`${what}: round ${round} of ${rounds}`),
  };
}

/** Runs with programs that are stopped however it ends. */
export async function withPrograms<T>(use: (keep: (program: Program) => Program) => Promise<T>): Promise<T> {
  const kept: Program[] = [];
  try {
    return await use((program) => {
      kept.push(program);
      return program;
    });
  } finally {
    await Promise.all(kept.map((program) => program.stop()));
  }
}
