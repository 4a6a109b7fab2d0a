import "server-only";
import type { Faker } from "@faker-js/faker";
import { type Country, countries } from "./countries";

export interface Place {
  city: string;
  state: string | null;
  postalCode: string;
}

export interface Name {
  name: string;
  /** As it stands in an e-mail address. */
  ascii: string;
}

export interface CountryPool {
  code: string;
  /** The sum of the weights up to and with this one. */
  upTo: number;
  firstNames: readonly Name[];
  lastNames: readonly Name[];
  streets: readonly string[];
  flats: readonly string[];
  places: readonly Place[];
}

/** What faker is asked once; customers are combined from it a thousand times faster than faker makes them. */
export type Pools = readonly CountryPool[];

/** The pools of a seed; the same seed gives the same pools. */
export async function loadPools(seed: number): Promise<Pools> {
  const pools: CountryPool[] = [];
  let upTo = 0;
  for (const country of countries) {
    upTo += country.weight;
    const { faker } = await country.load();
    faker.seed(seed);
    pools.push({ code: country.code, upTo, ...poolOf(faker, country) });
  }
  return pools;
}

function poolOf(faker: Faker, country: Country): Omit<CountryPool, "code" | "upTo"> {
  const list = <T>(length: number, make: () => T) => Array.from({ length }, make);
  return {
    firstNames: distinct(list(500, () => faker.person.firstName())).map(named),
    lastNames: distinct(list(900, () => faker.person.lastName())).map(named),
    streets: distinct(list(400, () => faker.location.streetAddress())),
    flats: distinct(list(40, () => faker.location.secondaryAddress())),
    places: list(300, () => placeIn(faker, country)),
  };
}

function placeIn(faker: Faker, country: Country): Place {
  const state = country.states ? faker.location.state({ abbreviated: true }) : null;
  const postalCode =
    country.code === "US" && state ? faker.location.zipCode({ state }) : faker.location.zipCode();
  return { city: faker.location.city(), state, postalCode };
}

const distinct = (values: string[]) => [...new Set(values)];
const named = (name: string): Name => ({ name, ascii: asciiOf(name) });

const plain: Record<string, string> = { ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", å: "a" };

/** Lower-case ASCII letters of a name: "Ødegård" → "odegard". */
function asciiOf(name: string): string {
  const folded = name.toLowerCase().replace(/[ßøæœłđå]/g, (letter) => plain[letter] ?? "");
  return folded.normalize("NFD").replace(/[^a-z]/g, "");
}
