import "server-only";
import { day } from "../../../contracts/day";
import { type Consent, consentOf, type Expiring, type Loyalty, loyaltyOf, type SeedStatus } from "./loyalty";
import type { CountryPool, Pools } from "./pools";
import { type Random, randomAt } from "./random";

/** One invented member, as plain values; times are milliseconds. */
export interface SeedCustomer extends Loyalty {
  id: string;
  externalId: string;
  status: SeedStatus;
  expiring: Expiring[];
  enrolledAt: number;
  lastActivityAt: number | null;
  createdAt: number;
  updatedAt: number;
  version: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  memberNumber: string;
  birthDate: string | null;
  addressLine1: string;
  addressLine2: string | null;
  addressCity: string;
  addressState: string | null;
  addressPostalCode: string;
  addressCountry: string;
  customFields: Record<string, unknown>;
  emailConsent: Consent;
  smsConsent: Consent;
}

const stores = [
  "Quayside",
  "Pier 4",
  "Lighthouse Row",
  "Old Customs House",
  "Marina Gate",
  "Online",
] as const;
const interests = ["sailing", "dining", "outdoor", "books", "home", "travel", "music"] as const;

/** The member at this index: the same for every count, as long as seed and day are the same. */
export function customerAt(index: number, seed: number, asOf: number, pools: Pools): SeedCustomer {
  const random = randomAt(seed, index);
  const id = `cus_${random.letters(16)}`;
  const country = countryOf(random, pools);
  const enrolledAt = asOf - Math.floor(random.unit() ** 1.4 * 3000 * day) - random.below(day);
  const status = statusOf(random);
  const lastActivityAt = lastActivityOf(random, enrolledAt, asOf, status);
  const loyalty = loyaltyOf(random, { status, enrolledAt, lastActivityAt, asOf });
  const emailConsent = consentOf(random, 0.62, enrolledAt, asOf);
  const smsConsent = consentOf(random, 0.28, enrolledAt, asOf);
  const createdAt = Math.min(enrolledAt + random.below(5_000), asOf);
  return {
    id,
    externalId: externalIdOf(index),
    status,
    ...loyalty,
    enrolledAt,
    lastActivityAt,
    createdAt,
    updatedAt: Math.max(createdAt, lastActivityAt ?? 0, emailConsent.at ?? 0, smsConsent.at ?? 0),
    version: 1 + random.below(lastActivityAt === null ? 2 : 40),
    ...personOf(random, index, country),
    ...addressOf(random, country),
    birthDate: random.chance(0.8) ? birthDateOf(random, asOf) : null,
    customFields: customFieldsOf(random),
    emailConsent,
    smsConsent,
  };
}

export const externalIdPrefix = "crm-";

/** Grows with the index, so that a later run knows where to go on. */
export function externalIdOf(index: number): string {
  return externalIdPrefix + String(index + 1).padStart(8, "0");
}

function countryOf(random: Random, pools: Pools): CountryPool {
  const drawn = random.below(pools.at(-1)?.upTo ?? 0);
  const found = pools.find(({ upTo }) => drawn < upTo);
  if (!found) throw new Error("There are no countries to draw from.");
  return found;
}

function statusOf(random: Random): SeedStatus {
  const drawn = random.unit();
  if (drawn < 0.93) return "active";
  if (drawn < 0.975) return "inactive";
  if (drawn < 0.988) return "suspended";
  return drawn < 0.992 ? "banned" : "merged";
}

function lastActivityOf(random: Random, enrolledAt: number, asOf: number, status: SeedStatus): number | null {
  if (random.chance(0.04)) return null;
  const quiet = status === "active" ? 0 : Math.floor((asOf - enrolledAt) * 0.4);
  return enrolledAt + Math.floor((1 - random.unit() ** 3) * (asOf - enrolledAt - quiet));
}

function personOf(random: Random, index: number, country: CountryPool) {
  const first = random.pickSkewed(country.firstNames);
  const last = random.pickSkewed(country.lastNames);
  const domain = random.pick(["example.com", "example.com", "example.org", "example.net"]);
  return {
    firstName: first.name,
    lastName: last.name,
    email: `${first.ascii}.${last.ascii}${index + 1}@${domain}`,
    phone: `+1555${scattered(index, 7)}`,
    memberNumber: `HR${scattered(index, 9)}`,
  };
}

/** Every index its own number of so many digits, in no order. Area code 555 belongs to nobody, so nobody can be rung. */
function scattered(index: number, digits: 7 | 9): string {
  const multiplier = digits === 7 ? 6_180_347 : 618_033_989;
  const size = 10 ** digits;
  return String(((index % 10_000_000) * multiplier + 271_828) % size).padStart(digits, "0");
}

function addressOf(random: Random, country: CountryPool) {
  const place = random.pick(country.places);
  return {
    addressLine1: random.pick(country.streets),
    addressLine2: random.chance(0.15) ? random.pick(country.flats) : null,
    addressCity: place.city,
    addressState: place.state,
    addressPostalCode: place.postalCode,
    addressCountry: country.code,
  };
}

function birthDateOf(random: Random, asOf: number): string {
  const years = 18 + random.unit() ** 0.9 * 62;
  return new Date(asOf - Math.floor(years * 365.25) * day - random.below(365) * day)
    .toISOString()
    .slice(0, 10);
}

function customFieldsOf(random: Random): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (random.chance(0.7)) fields.preferred_store = random.pick(stores);
  if (random.chance(0.35)) fields.interest = random.pick(interests);
  if (random.chance(0.2)) fields.household_size = random.between(1, 6);
  return fields;
}
