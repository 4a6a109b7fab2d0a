import "server-only";
import { day } from "../../../contracts/day";
import type { Random } from "./random";

export type SeedStatus = "active" | "inactive" | "suspended" | "banned" | "merged";

export interface Expiring {
  points: number;
  expires_at: string;
}

export interface Loyalty {
  pointsBalance: number;
  pointsPending: number;
  pointsSpent: number;
  lifetimePoints: number;
  tierId: string;
  tierName: string;
  tierSince: number;
  tierExpiresAt: number | null;
  expiring: Expiring[];
}

export interface Consent {
  granted: boolean;
  at: number | null;
  source: string | null;
}

interface Membership {
  status: SeedStatus;
  enrolledAt: number;
  lastActivityAt: number | null;
  asOf: number;
}

/** Lifetime points a member of the tier has collected, at least and at most. */
const tiers = [
  { id: "bronze", name: "Bronze", upTo: 0.62, least: 0, most: 4_999 },
  { id: "silver", name: "Silver", upTo: 0.86, least: 5_000, most: 19_999 },
  { id: "gold", name: "Gold", upTo: 0.97, least: 20_000, most: 74_999 },
  { id: "platinum", name: "Platinum", upTo: 1, least: 75_000, most: 400_000 },
] as const;

const sources = ["signup form", "preference centre", "till", "mobile app"] as const;

/** Points that add up: what was ever collected is the balance, what was spent and what lapsed. */
export function loyaltyOf(random: Random, membership: Membership): Loyalty {
  const drawn = random.unit();
  const tier = tiers.find(({ upTo }) => drawn < upTo) ?? tiers[0];
  const idle = membership.lastActivityAt === null;
  const lifetimePoints = idle
    ? tier.least
    : tier.least + Math.floor(random.unit() ** 2 * (tier.most - tier.least));
  const pointsSpent =
    membership.status === "merged" ? lifetimePoints : Math.floor(lifetimePoints * random.unit() * 0.7);
  const lapsed = Math.floor((lifetimePoints - pointsSpent) * random.unit() * 0.2);
  const pointsBalance = lifetimePoints - pointsSpent - lapsed;
  const pointsPending = membership.status === "active" && random.chance(0.12) ? random.between(5, 600) : 0;
  const tierSince =
    membership.enrolledAt + Math.floor(random.unit() * (membership.asOf - membership.enrolledAt));
  return {
    pointsBalance,
    pointsPending,
    pointsSpent,
    lifetimePoints,
    tierId: tier.id,
    tierName: tier.name,
    tierSince: tier.id === "bronze" ? membership.enrolledAt : tierSince,
    tierExpiresAt: tier.id === "bronze" ? null : startOfDay(membership.asOf) + random.between(20, 480) * day,
    expiring: expiringOf(random, pointsBalance, membership.asOf),
  };
}

/** Up to three portions of the balance, soonest first. */
function expiringOf(random: Random, balance: number, asOf: number): Expiring[] {
  if (balance < 200 || random.chance(0.55)) return [];
  const portions = random.between(1, 3);
  const list: Expiring[] = [];
  let ends = startOfDay(asOf);
  let left = balance;
  for (let portion = 0; portion < portions; portion++) {
    const points = 1 + random.below(Math.floor(left / 3));
    ends += random.between(10, 120) * day;
    left -= points;
    list.push({ points, expires_at: new Date(ends).toISOString() });
  }
  return list;
}

/** A member who said no has said so somewhere too; one who never answered has neither time nor source. */
export function consentOf(random: Random, probability: number, from: number, asOf: number): Consent {
  if (random.chance(0.1)) return { granted: false, at: null, source: null };
  const at = from + Math.floor(random.unit() ** 2 * (asOf - from));
  return { granted: random.chance(probability), at, source: random.pick(sources) };
}

const startOfDay = (at: number) => at - (at % day);
