import "server-only";
import { parseArgs } from "node:util";
import { parseAnyNetwork } from "../../contracts/network";
import { splitNetworks } from "../../contracts/network-list";
import { type Scope, scopeSchema, scopes } from "../../contracts/scopes";

export interface DemoTokenArguments {
  url: URL;
  networks: string[];
  scopes: Scope[];
  ratePerMinute: number;
  dailyLimit: number;
  days: number;
}

export const usage = `Usage: npm run -s demo:token -- --networks 127.0.0.1,::1 --scopes customers:read,fields:contact

  --url URL        where the demonstration runs; http://localhost:3000 if not given
  --networks LIST  the addresses and ranges to ask for
  --scopes LIST    any of ${scopes.join(", ")}
  --rate N         reads a minute; 60 if not given
  --daily N        customers a day; 5000 if not given
  --days N         days until the token expires; 30 if not given

Walks the real request: a Security Manager asks, a Security Admin approves with the code from their mailbox.
Prints {"token": …, "secret": …} and nothing else.`;

/** Reads the arguments; throws an error whose message names what is wrong in a sentence. */
export function readArguments(args: readonly string[]): DemoTokenArguments {
  const values = parse(args);
  return {
    url: urlOf(values.url ?? "http://localhost:3000"),
    networks: networksOf(values.networks ?? ""),
    scopes: scopesOf(values.scopes ?? ""),
    ratePerMinute: whole("--rate", values.rate ?? "60"),
    dailyLimit: whole("--daily", values.daily ?? "5000"),
    days: whole("--days", values.days ?? "30"),
  };
}

function parse(args: readonly string[]) {
  const string = { type: "string" } as const;
  const options = {
    url: string,
    networks: string,
    scopes: string,
    rate: string,
    daily: string,
    days: string,
  };
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new Error(error instanceof Error ? error.message : "The arguments cannot be read.");
  }
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new Error(`--url takes an address such as http://localhost:3000; "${text}" is none.`);
}

function networksOf(text: string): string[] {
  const networks = splitNetworks(text);
  if (networks.length === 0) throw new Error("--networks takes at least one address, such as 127.0.0.1,::1.");
  for (const network of networks) {
    const read = parseAnyNetwork(network);
    if (!read.ok) throw new Error(`--networks: ${read.problem.message}`);
  }
  return networks;
}

function scopesOf(text: string): Scope[] {
  const named = text.split(/[\s,]+/).filter((one) => one !== "");
  if (named.length === 0) throw new Error(`--scopes takes at least one of ${scopes.join(", ")}.`);
  return named.map((one) => {
    const read = scopeSchema.safeParse(one);
    if (!read.success) throw new Error(`"${one}" is no scope; there are ${scopes.join(", ")}.`);
    return read.data;
  });
}

function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new Error(`${name} takes a whole number above 0; "${text}" is none.`);
}
