import "server-only";
import { parseArgs } from "node:util";

export interface SeedArguments {
  scenario: "demonstration" | "empty" | null;
  /** How many customers to add; in a scenario, how many it holds. */
  customers: number | null;
  seed: number | undefined;
  asOf: Date | undefined;
}

const most = 10_000_000;

export const usage = `Usage: npm run db:seed -- [--customers N] [--seed N] [--as-of YYYY-MM-DD] [--scenario demonstration|empty]

  --customers N   adds N invented customers to those that are there (1 to ${most.toLocaleString("en")}); 10,000 if not given
  --seed N        another set of people; the same seed makes the same ones
  --as-of DATE    the day that their lives lead up to; today (UTC) if not given
  --scenario      demonstration: fills an empty database with Harbour Rewards; empty: migrates it and leaves it empty`;

/** Reads the arguments; throws an error whose message names what is wrong in a sentence. */
export function readArguments(args: readonly string[]): SeedArguments {
  const { values } = parse(args);
  const scenario = scenarioOf(values.scenario);
  if (scenario && (values.seed !== undefined || values["as-of"] !== undefined)) {
    throw new Error("--seed and --as-of go with --customers, not with --scenario.");
  }
  if (scenario === "empty" && values.customers !== undefined) {
    throw new Error("--scenario empty has no customers; leave --customers out.");
  }
  const fallback = scenario ? null : 10_000;
  return {
    scenario,
    customers:
      values.customers === undefined ? fallback : whole("--customers", values.customers, { least: 1, most }),
    seed:
      values.seed === undefined ? undefined : whole("--seed", values.seed, { least: 0, most: 2 ** 31 - 1 }),
    asOf: values["as-of"] === undefined ? undefined : dayOf(values["as-of"]),
  };
}

function parse(args: readonly string[]) {
  const string = { type: "string" } as const;
  const options = { customers: string, seed: string, "as-of": string, scenario: string };
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    throw new Error(error instanceof Error ? error.message : "The arguments cannot be read.");
  }
}

function scenarioOf(text: string | undefined): SeedArguments["scenario"] {
  if (text === undefined || text === "demonstration" || text === "empty") return text ?? null;
  throw new Error(`"${text}" is no scenario; there are demonstration and empty.`);
}

function whole(name: string, text: string, range: { least: number; most: number }): number {
  const plain = text.replace(/[_,]/g, "");
  const value = /^\d{1,12}$/.test(plain) ? Number(plain) : Number.NaN;
  if (value >= range.least && value <= range.most) return value;
  throw new Error(
    `${name} takes a whole number from ${range.least.toLocaleString("en")} to ${range.most.toLocaleString("en")}; "${text}" is none.`,
  );
}

function dayOf(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && date.toJSON()?.startsWith(text)) return date;
  throw new Error(`--as-of takes a day such as 2026-11-24; "${text}" is none.`);
}
