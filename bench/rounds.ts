import { type Cpu, readCpu } from "./cpu";
import type { Load, Measured } from "./load/closed-loop";
import { median } from "./statistics";

export interface Contestant {
  name: string;
  /** Processes that serve it. */
  pids: readonly number[];
  measure(load: Load): Promise<Measured>;
}

export interface Result extends Measured {
  name: string;
  /** Answers a second of every round. */
  rounds: number[];
  /** Microseconds a request: server, Postgres, and the load itself; null where the system does not tell. */
  cpu: Cpu | null;
}

export interface Rounds {
  rounds: number;
  load: Load;
  postmaster: number;
  onRound: (round: number) => void;
}

/** Measures the contestants in turn, in another order each round; gives the medians of each. */
export async function interleave(
  contestants: readonly Contestant[],
  { rounds, load, postmaster, onRound }: Rounds,
): Promise<Result[]> {
  const measured = contestants.map(() => [] as Array<Measured & { cpu: Cpu | null }>);
  for (let round = 0; round < rounds; round += 1) {
    onRound(round + 1);
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const index = (turn + round) % contestants.length;
      const one = contestants[index];
      if (one) measured[index]?.push(await measureOne(one, load, postmaster));
    }
  }
  return contestants.map(({ name }, index) => medians(name, measured[index] ?? []));
}

async function measureOne(one: Contestant, load: Load, postmaster: number) {
  const edges: Array<Cpu | null> = [];
  const onEdge = () => edges.push(readCpu(one.pids, postmaster));
  const measured = await one.measure({ ...load, onEdge });
  const [before, after] = edges;
  if (!before || !after) return { ...measured, cpu: null };
  const each = (of: keyof Cpu) => (after[of] - before[of]) / measured.answers;
  return { ...measured, cpu: { node: each("node"), postgres: each("postgres"), load: each("load") } };
}

function medians(name: string, all: ReadonlyArray<Measured & { cpu: Cpu | null }>): Result {
  const of = (read: (one: Measured) => number) => median(all.map(read));
  const cpus = all.flatMap(({ cpu }) => cpu ?? []);
  const cpu = (read: (one: Cpu) => number) => Math.round(median(cpus.map(read)));
  return {
    name,
    perSecond: of(({ perSecond }) => perSecond),
    answers: of(({ answers }) => answers),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    rounds: all.map(({ perSecond }) => Math.round(perSecond)),
    cpu:
      cpus.length === 0
        ? null
        : {
            node: cpu(({ node }) => node),
            postgres: cpu(({ postgres }) => postgres),
            load: cpu(({ load }) => load),
          },
  };
}
