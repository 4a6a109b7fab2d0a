import "server-only";
import { Presets, SingleBar } from "cli-progress";
import { type Env, loadEnv } from "../../env";
import { createDatabase } from "../db/client";
import { addCustomers, type CustomersToAdd } from "../db/seed/add-customers";
import { seedDemonstration } from "../db/seed/demonstration";
import { requestDigest } from "../domain/access-request/digest";
import { readArguments, type SeedArguments, usage } from "./db-seed-arguments";
import { openAsOwner } from "./open-as-owner";

const say = (sentence: string) => console.error(sentence);
const number = (value: number) => value.toLocaleString("en");

function progressBar(): SingleBar {
  const format = "{bar} {percentage}% · {value}/{total} customers · {eta_formatted} left";
  return new SingleBar({ format, stream: process.stderr }, Presets.shades_classic);
}

async function add(ownerUrl: string, { customers, seed, asOf }: SeedArguments): Promise<void> {
  const database = createDatabase(ownerUrl, { max: 1 });
  const count = customers ?? 0;
  const bar = progressBar();
  const options: CustomersToAdd = {
    count,
    seed,
    asOf,
    onStart: ({ there, from }) => {
      say(
        from === 0
          ? `${number(there)} customers are there; adding ${number(count)}.`
          : `${number(there)} customers are there; going on after number ${number(from)} with ${number(count)} more.`,
      );
      bar.start(count, 0);
    },
    onProgress: (done) => bar.update(done),
  };
  try {
    const { total, seconds } = await addCustomers(database, options);
    bar.stop();
    say(`${number(count)} customers added in ${seconds.toFixed(1)} s; ${number(total)} in all.`);
  } finally {
    bar.stop();
    await database.$client.end();
  }
}

async function demonstrate(ownerUrl: string, env: Env, customers: number | null): Promise<void> {
  const database = createDatabase(ownerUrl, { max: 1 });
  const [newest] = env.encryptionKeys;
  if (!newest) throw new Error("ENCRYPTION_KEYS holds no key.");
  const total = customers ?? 10_000;
  const bar = progressBar();
  bar.start(total, 0);
  try {
    const onProgress = (done: number) => bar.update(done);
    const parts = { requestDigest, keyId: newest.id, customers: total, onProgress };
    const done = await seedDemonstration(database, parts);
    bar.stop();
    if (!done) throw new Error("The database is not empty; the demonstration is for an empty one.");
    say(`Harbour Rewards is there, with ${number(total)} customers.`);
  } finally {
    bar.stop();
    await database.$client.end();
  }
}

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return say(usage);
  const given = readArguments(process.argv.slice(2));
  const env = loadEnv();
  if (given.scenario === "demonstration" && !env.demo) {
    throw new Error(
      "A demonstration is seeded only where DEMO is set: its people sign in without a password.",
    );
  }
  const { ownerUrl, leave } = await openAsOwner(env, say);
  try {
    if (given.scenario === "demonstration") await demonstrate(ownerUrl, env, given.customers);
    else if (given.scenario === null) await add(ownerUrl, given);
    else say("The database is migrated and was left as it is.");
  } finally {
    await leave();
  }
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
