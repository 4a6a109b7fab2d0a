import "server-only";
import type { Scope } from "../../../contracts/scopes";

/** One token of the demonstration's past. Times are told backwards or forwards from the moment of seeding. */
export interface PastToken {
  reference: string;
  purpose: string;
  reason: string;
  scopes: Scope[];
  networks: ReadonlyArray<{ network: string; label: string }>;
  requester: string;
  submittedDaysAgo: number;
  expiresInDays: number;
  ratePerMinute: number;
  dailyLimit: number;
  distinctCeiling: number | null;
  decision: { by: string; hoursLater: number; note: string | null; approved: boolean } | null;
  /** The end of the secret that was displayed. */
  lastFour?: string;
  revoked?: { by: string; daysAgo: number };
  /** Reads over two weeks, the newest so many minutes ago. */
  reads?: { address: string; newestMinutesAgo: number; count: number };
}

export const people = {
  administrator: "ingrid.solberg@harbour.example",
  manager: "maya.okafor@harbour.example",
  otherManager: "lena.hoffmann@harbour.example",
  admin: "tomas.reyes@harbour.example",
  otherAdmin: "priya.natarajan@harbour.example",
  staff: "sam.whitlock@harbour.example",
} as const;

/** In minutes, as the past is told in. */
export const dayMinutes = 1440;

/** Documentation networks alone (RFC 5737, RFC 3849): loopback is approved only by walking the main job. */
export const pastTokens: readonly PastToken[] = [
  {
    reference: "ST-3D9F-W0KB",
    purpose: "First tills, Lighthouse Row",
    reason: "The first store looks members up at its two tills; the others follow if it goes well.",
    scopes: ["customers:read"],
    networks: [{ network: "203.0.113.32/32", label: "Till server, Lighthouse Row" }],
    requester: people.manager,
    submittedDaysAgo: 740.125,
    expiresInDays: -560,
    ratePerMinute: 60,
    dailyLimit: 5000,
    distinctCeiling: 2500,
    decision: { by: people.admin, hoursLater: 3, note: null, approved: true },
    lastFour: "Kd5w",
  },
  {
    reference: "ST-5HJE-2C7T",
    purpose: "Call-centre telephones",
    reason: "The telephones show who is calling before an agent picks up.",
    scopes: ["customers:read", "fields:contact"],
    networks: [
      { network: "198.51.100.64/27", label: "Call centre, floor 1" },
      { network: "198.51.100.96/28", label: "Call centre, night desk" },
    ],
    requester: people.otherManager,
    submittedDaysAgo: 430,
    expiresInDays: -250,
    ratePerMinute: 120,
    dailyLimit: 8000,
    distinctCeiling: 4000,
    decision: { by: people.admin, hoursLater: 5, note: null, approved: true },
    lastFour: "Vn3p",
    reads: { address: "198.51.100.70", newestMinutesAgo: 250.2 * dayMinutes, count: 24 },
  },
  {
    reference: "ST-8TQ0-M6RA",
    purpose: "Coupon printers, Quayside",
    reason: "The printers at the counters print a member's coupons with their tier.",
    scopes: ["customers:read"],
    networks: [{ network: "203.0.113.40/29", label: "Quayside counters" }],
    requester: people.manager,
    submittedDaysAgo: 408,
    expiresInDays: -228,
    ratePerMinute: 60,
    dailyLimit: 5000,
    distinctCeiling: 2500,
    decision: { by: people.otherAdmin, hoursLater: 2, note: null, approved: true },
    lastFour: "e9Lx",
    reads: { address: "203.0.113.42", newestMinutesAgo: 389 * dayMinutes, count: 12 },
  },
  {
    reference: "ST-B2NX-94GY",
    purpose: "Points balance by text message",
    reason: "A member who texts BALANCE gets their points back; the gateway looks them up.",
    scopes: ["customers:read"],
    networks: [
      { network: "203.0.113.80/29", label: "Message gateway, old site" },
      { network: "2001:db8:61::/120", label: "Message gateway" },
    ],
    requester: people.manager,
    submittedDaysAgo: 390,
    expiresInDays: -210,
    ratePerMinute: 60,
    dailyLimit: 5000,
    distinctCeiling: 2500,
    decision: { by: people.admin, hoursLater: 4, note: null, approved: true },
    lastFour: "R2hj",
    reads: { address: "2001:db8:61::8", newestMinutesAgo: 210.1 * dayMinutes, count: 24 },
  },
  {
    reference: "ST-1GVA-77DS",
    purpose: "Old till software",
    reason: "The tills at Pier 4 look up members until they are replaced in the autumn.",
    scopes: ["customers:read"],
    networks: [{ network: "203.0.113.24/32", label: "Till server, Pier 4" }],
    requester: people.manager,
    submittedDaysAgo: 160,
    expiresInDays: 20,
    ratePerMinute: 60,
    dailyLimit: 5000,
    distinctCeiling: 2500,
    decision: { by: people.otherAdmin, hoursLater: 3, note: null, approved: true },
    lastFour: "aB8d",
    reads: { address: "203.0.113.24", newestMinutesAgo: 26 * dayMinutes, count: 20 },
    revoked: { by: people.otherManager, daysAgo: 22 },
  },
  {
    reference: "ST-0R6H-V3NE",
    purpose: "Call-centre desktop",
    reason: "Agents on floor 2 see who is calling and which consents were given.",
    scopes: ["customers:read", "fields:contact", "fields:consent"],
    networks: [{ network: "198.51.100.32/27", label: "Call centre, floor 2" }],
    requester: people.manager,
    submittedDaysAgo: 83,
    expiresInDays: 7,
    ratePerMinute: 120,
    dailyLimit: 8000,
    distinctCeiling: 4000,
    decision: { by: people.otherAdmin, hoursLater: 2, note: null, approved: true },
    lastFour: "Qm2c",
    reads: { address: "198.51.100.38", newestMinutesAgo: 11, count: 90 },
  },
  {
    reference: "ST-92BC-KJ5A",
    purpose: "Nightly points statement",
    reason: "The statement job extracts balances and mail addresses every night at two.",
    scopes: ["customers:read", "customers:list", "fields:contact"],
    networks: [{ network: "2001:db8:40::/120", label: "Statement jobs" }],
    requester: people.otherManager,
    submittedDaysAgo: 62,
    expiresInDays: 218,
    ratePerMinute: 300,
    dailyLimit: 20_000,
    distinctCeiling: 10_000,
    decision: { by: people.admin, hoursLater: 20, note: null, approved: true },
    lastFour: "t0Zb",
    reads: { address: "2001:db8:40::12", newestMinutesAgo: 480, count: 40 },
  },
  {
    reference: "ST-C5T2-0FHX",
    purpose: "Member-care tablets",
    reason: "Staff at head office look members up on tablets when they come to the desk.",
    scopes: ["customers:read", "fields:contact"],
    networks: [{ network: "203.0.113.0/28", label: "Head office" }],
    requester: people.manager,
    submittedDaysAgo: 11,
    expiresInDays: 79,
    ratePerMinute: 60,
    dailyLimit: 5000,
    distinctCeiling: 2500,
    decision: { by: people.admin, hoursLater: 1, note: null, approved: true },
    lastFour: "w4Ys",
    reads: { address: "203.0.113.9", newestMinutesAgo: 1_500, count: 30 },
  },
  {
    reference: "ST-6PKN-E4W9",
    purpose: "Kiosk pilot, Pier 4",
    reason: "Two kiosks at the pier let members see their points without asking staff.",
    scopes: ["customers:read", "fields:contact"],
    networks: [{ network: "203.0.113.64/26", label: "Pier 4, guest wireless" }],
    requester: people.manager,
    submittedDaysAgo: 6,
    expiresInDays: 84,
    ratePerMinute: 60,
    dailyLimit: 5000,
    distinctCeiling: 2500,
    decision: {
      by: people.admin,
      hoursLater: 21,
      note: "This range is the guest wireless: any visitor would stand in it. Ask again with the kiosks' own addresses.",
      approved: false,
    },
  },
  {
    reference: "ST-4XWD-81TP",
    purpose: "Web shop, account page",
    reason: "The account page shows the member's own points, tier and contact details.",
    scopes: ["customers:read", "fields:contact"],
    networks: [{ network: "198.51.100.16/28", label: "Web shop, production" }],
    requester: people.manager,
    submittedDaysAgo: 4,
    expiresInDays: 110,
    ratePerMinute: 600,
    dailyLimit: 50_000,
    distinctCeiling: 25_000,
    decision: { by: people.admin, hoursLater: 4, note: null, approved: true },
    lastFour: "h7Rk",
    reads: { address: "198.51.100.20", newestMinutesAgo: 2, count: 120 },
  },
  {
    reference: "ST-M8QZ-1Y7G",
    purpose: "Partner airline status match",
    reason: "The airline checks a member's tier before it grants the matching status.",
    scopes: ["customers:read"],
    networks: [{ network: "203.0.113.192/29", label: "Airline gateway" }],
    requester: people.manager,
    submittedDaysAgo: 0.15,
    expiresInDays: 127,
    ratePerMinute: 30,
    dailyLimit: 2000,
    distinctCeiling: 1000,
    decision: null,
  },
];
