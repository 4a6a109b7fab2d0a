import { parseArgs } from "node:util";

/** The parts of a run; each can be asked for by itself. */
export const parts = ["throughput", "latency", "growth", "instances"] as const;
export type Part = (typeof parts)[number];

export interface Plan {
  parts: readonly Part[];
  /** Interleaved rounds; the figures are their medians. */
  rounds: number;
  /** Seconds that are measured in a round, after a fifth of it unmeasured. */
  seconds: number;
  connections: number;
  customers: number;
  /** What growth is measured at, against 10,000 customers, 1 network and no record. */
  large: { customers: number; networks: number; records: number };
  /** Connections that the unguarded server is tried with before the first round. */
  pools: readonly number[];
  /** Databases stay in the data folder for the next run. */
  keep: boolean;
  /** Where the results are written. */
  out: string;
}

export const usage = `npm run bench -- [--quick] [--keep] [--parts ${parts.join(",")}] [--rounds N] [--seconds N] [--customers N] [--large N] [--out FILE]

  --quick      under a minute, on small tables: shows that everything runs, its figures mean little
  --keep       keeps the filled databases for the next run (12 GB beside the data)
  --parts      measures these alone; the results of the others stay as they were
  --rounds, --seconds, --customers   5, 4 and 1,000,000 where not given
  --large      customers, and records, that growth is measured at: 10,000,000 where not given
  --out        where the results go; bench/results/latest.json where not given`;

const full: Plan = {
  parts,
  rounds: 5,
  seconds: 4,
  connections: 32,
  customers: 1_000_000,
  large: { customers: 10_000_000, networks: 1000, records: 10_000_000 },
  pools: [1, 2, 3, 4],
  keep: false,
  out: "bench/results/latest.json",
};

const quick: Plan = {
  ...full,
  rounds: 1,
  seconds: 1,
  customers: 10_000,
  large: { customers: 20_000, networks: 50, records: 10_000 },
  pools: [2],
};

/** What to measure, or a sentence that says which argument is wrong. */
export function readArguments(given: string[]): Plan {
  const { values } = parseArgs({
    args: given,
    options: {
      quick: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      parts: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      customers: { type: "string" },
      large: { type: "string" },
      out: { type: "string", default: full.out },
    },
  });
  const usual = values.quick ? quick : full;
  return {
    ...usual,
    keep: values.keep,
    out: values.out,
    parts: values.parts === undefined ? parts : values.parts.split(",").map(partOf),
    rounds: numberOf("--rounds", values.rounds) ?? usual.rounds,
    seconds: numberOf("--seconds", values.seconds) ?? usual.seconds,
    customers: numberOf("--customers", values.customers) ?? usual.customers,
    large: largeOf(numberOf("--large", values.large), usual.large),
  };
}

function largeOf(size: number | undefined, usual: Plan["large"]): Plan["large"] {
  return size === undefined ? usual : { ...usual, customers: size, records: size };
}

function partOf(text: string): Part {
  const part = parts.find((one) => one === text);
  if (!part) throw new Error(`--parts takes ${parts.join(", ")}; “${text}” is none of them.`);
  return part;
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} takes a number above 0.`);
  return value;
}
