import { randomInt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkContains, ownPrefixes, parseAddress, parseAnyNetwork } from "../../../contracts/network";
import { testDatabase } from "../database";
import { long } from "../long";
import {
  hasHostBits,
  type OracleRange,
  oracleHex,
  oracleHolds,
  readOracle,
  readOracleRaw,
} from "./address-oracle";
import { addressTexts } from "./address-texts";

const { owner } = await testDatabase();
const sql = owner.$client;
const texts = long ? 1_000_000 : 8_000;
const batch = 4_000;

interface PostgresReading {
  text: string;
  /** `inet_send` in hexadecimal: family, bits, is_cidr, length, address; null where it is not one for Postgres. */
  inet: string | null;
  cidr: string | null;
}

/** NUL cannot reach Postgres in a text, so none is made; everything else goes as it is. */
async function readByPostgres(samples: readonly string[]): Promise<PostgresReading[]> {
  return sql<PostgresReading[]>`
    select text, encode(inet_send(case when pg_input_is_valid(text, 'inet') then text::inet end), 'hex') as inet,
      encode(cidr_send(case when pg_input_is_valid(text, 'cidr') then text::cidr end), 'hex') as cidr
    from jsonb_array_elements_text(${JSON.stringify(samples)}::text::jsonb) with ordinality as given(text, place)
    order by place`;
}

const hex = (number: number) => number.toString(16).padStart(2, "0");
/** What Postgres sends of such a range: AF_INET is 2, its own AF_INET6 is 3. */
const sent = (range: OracleRange, isCidr: boolean) =>
  [range.version === 4 ? 2 : 3, range.prefix, isCidr ? 1 : 0, range.version === 4 ? 4 : 16]
    .map(hex)
    .join("") + oracleHex(range);

/** The grammar against the oracle: what it takes, and what it makes of it. */
function judgeByOracle(text: string): void {
  const expected = readOracle(text);
  const read = parseAddress(text);
  const isAddress = readOracleRaw(text) !== null && !text.includes("/");
  expect([text, read.ok]).toEqual([text, isAddress]);
  if (read.ok) expect([text, readOracle(read.address)]).toEqual([text, expected]);
  const network = parseAnyNetwork(text);
  const acceptable = expected !== null && expected.prefix > 0 && !hasHostBits(expected);
  expect([text, network.ok]).toEqual([text, acceptable]);
  if (network.ok) {
    expect([text, readOracle(network.network.cidr)]).toEqual([text, expected]);
    expect([text, readOracle(network.network.text)]).toEqual([text, expected]);
  }
}

/** Postgres is more lenient than the grammar, never stricter, and reads what both take as the same number. */
function judgeByPostgres({ text, inet, cidr }: PostgresReading): void {
  const raw = readOracleRaw(text);
  if (!raw) return;
  expect([text, inet]).toEqual([text, sent(raw, false)]);
  expect([text, cidr]).toEqual([text, hasHostBits(raw) ? null : sent(raw, true)]);
}

describe("the grammar of addresses", () => {
  it(
    "takes exactly what an independent reader takes, and means by it what Postgres means",
    async () => {
      for (let done = 0; done < texts; done += batch) {
        const seed = randomInt(2 ** 31);
        const samples = fc.sample(addressTexts, { seed, numRuns: batch });
        for (const text of samples) judgeByOracle(text);
        const readings = await readByPostgres(samples);
        expect(readings).toHaveLength(samples.length);
        for (const reading of readings) judgeByPostgres(reading);
      }
    },
    20 * 60_000,
  );

  it(
    "finds an address in the networks in which arithmetic and Postgres find it",
    async () => {
      for (let done = 0; done < texts; done += 10 * batch) {
        const pairs = pairsOf(fc.sample(addressTexts, { seed: randomInt(2 ** 31), numRuns: batch }));
        expect(pairs.length).toBeGreaterThan(batch / 8);
        const given = pairs.map(({ network, address }, place) => {
          return { place, network, address, prefixes: `{${ownPrefixes(address).join(",")}}` };
        });
        const rows = await sql<{ held: boolean; probed: boolean }[]>`
          select address <<= network as held, network = any(prefixes::cidr[]) as probed
          from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb)
            as given(place int, network cidr, address inet, prefixes text) order by place`;
        for (const [index, { network, address, held }] of pairs.entries()) {
          const found = { text: networkContains(network, address), ...rows[index] };
          expect([network, address, found]).toEqual([network, address, { text: held, held, probed: held }]);
        }
      }
    },
    20 * 60_000,
  );
});

/** Every network beside an address of the sample, and beside one at its own edge or just outside. */
function pairsOf(samples: readonly string[]) {
  const canonical = samples.flatMap((text) => {
    const read = parseAnyNetwork(text);
    return read.ok ? [{ ...read.network, range: readOracle(read.network.cidr) }] : [];
  });
  const addresses = canonical.filter(({ cidr }) => /\/(32|128)$/.test(cidr)).map(({ text }) => text);
  return canonical.flatMap(({ cidr, range }, index) => {
    if (!range) return [];
    const width = range.version === 4 ? 32 : 128;
    const edges = [-1n, 0n, 2n ** BigInt(width - range.prefix) - 1n, 2n ** BigInt(width - range.prefix)];
    const near = range.bits + (edges[index % 4] ?? 0n);
    const beside = near >= 0n && near < 2n ** BigInt(width) ? [written(near, range.version)] : [];
    return [addresses[index % addresses.length] ?? "127.0.0.1", ...beside]
      .filter((address) => parseAddress(address).ok)
      .map((address) => {
        const read = readOracle(address);
        return {
          network: cidr,
          address: canonicalAddress(address),
          held: !!read && oracleHolds(range, read),
        };
      });
  });
}

function canonicalAddress(text: string): string {
  const read = parseAddress(text);
  return read.ok ? read.address : "";
}

function written(bits: bigint, version: 4 | 6): string {
  const [size, base, glue] = version === 4 ? ([4, 256n, "."] as const) : ([8, 65_536n, ":"] as const);
  const parts = Array.from({ length: size }, (_, at) => (bits / base ** BigInt(size - 1 - at)) % base);
  return parts.map((part) => part.toString(version === 4 ? 10 : 16)).join(glue);
}
