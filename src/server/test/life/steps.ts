import fc from "fast-check";

/** People of the model by place: two who ask, two who decide, one who does both. */
export const cast = [
  { name: "Maya Okafor", manages: true, decides: false },
  { name: "Lena Hoffmann", manages: true, decides: false },
  { name: "Tomás Reyes", manages: false, decides: true },
  { name: "Priya Natarajan", manages: false, decides: true },
  { name: "Jonas Berg", manages: true, decides: true },
] as const;

export const networkPool = ["203.0.113.24/32", "198.51.100.0/28", "2001:db8:7::100/120"] as const;
/** One in each network, and one in none. */
export const probes = ["203.0.113.24", "198.51.100.9", "2001:db8:7::1ff", "192.0.2.9"] as const;

export const minute = 60_000;
export const day = 24 * 60 * minute;

export type CodeKind = "right" | "wrong" | "foreign" | "stale";

/** `who` is a place in the cast; `on` a place among tokens, requests, secrets or networks, counted from the newest. */
export type Step =
  | { kind: "generate"; who: number }
  | { kind: "submit"; who: number; on: number; networks: number[]; tokenDays: number; ownDays: number | null }
  | { kind: "rotate"; who: number; on: number; overlapSeconds: number }
  | { kind: "renew"; who: number; on: number; tokenDays: number; overlapSeconds: number }
  | { kind: "addNetworks"; who: number; on: number; networks: number[]; ownDays: number | null }
  | { kind: "changeLimits"; who: number; on: number; ratePerMinute: number }
  | { kind: "approve"; who: number; on: number; code: CodeKind; digest: boolean }
  | { kind: "reject"; who: number; on: number; digest: boolean }
  | { kind: "withdraw"; who: number; on: number }
  | { kind: "resend"; who: number; on: number }
  | { kind: "display"; who: number; on: number }
  | { kind: "save"; who: number; on: number }
  | { kind: "read"; on: number; from: number }
  | { kind: "revokeToken"; who: number; on: number }
  | { kind: "revokeNetwork"; who: number; on: number }
  | { kind: "loseRole"; who: number }
  | { kind: "gainRole"; who: number }
  | { kind: "disable"; who: number }
  | { kind: "enable"; who: number }
  | { kind: "expire" }
  | { kind: "pass"; ms: number };

const manager = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(1, 4) },
  fc.nat(4),
);
const decider = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(2, 3) }, fc.nat(4));
const on = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(3));
const networks = fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 });
const ownDays = fc.option(fc.constantFrom(1, 2, 45), { freq: 2 });
const overlapSeconds = fc.constantFrom(0, 3600, 10 * 86_400);
const who = fc.nat(4);

const weighted: Array<[number, fc.Arbitrary<Step>]> = [
  [1, fc.record({ kind: fc.constant("generate" as const), who: fc.constantFrom(0, 0, 1, 4) })],
  [
    7,
    fc.record({
      kind: fc.constant("submit" as const),
      who: manager,
      on,
      networks,
      tokenDays: fc.constantFrom(2, 60, 60, 90),
      ownDays,
    }),
  ],
  [5, fc.record({ kind: fc.constant("rotate" as const), who: manager, on, overlapSeconds })],
  [
    3,
    fc.record({
      kind: fc.constant("renew" as const),
      who: manager,
      on,
      tokenDays: fc.constantFrom(30, 100, 170, 200),
      overlapSeconds,
    }),
  ],
  [4, fc.record({ kind: fc.constant("addNetworks" as const), who: manager, on, networks, ownDays })],
  [
    2,
    fc.record({
      kind: fc.constant("changeLimits" as const),
      who: manager,
      on,
      ratePerMinute: fc.constantFrom(600, 1200),
    }),
  ],
  [
    16,
    fc.record({
      kind: fc.constant("approve" as const),
      who: decider,
      on,
      code: fc.oneof(
        { weight: 7, arbitrary: fc.constant("right" as const) },
        fc.constantFrom("wrong" as const, "foreign" as const, "stale" as const),
      ),
      digest: fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, fc.constant(false)),
    }),
  ],
  [
    2,
    fc.record({
      kind: fc.constant("reject" as const),
      who: decider,
      on,
      digest: fc.constantFrom(true, true, false),
    }),
  ],
  [2, fc.record({ kind: fc.constant("withdraw" as const), who: manager, on })],
  [3, fc.record({ kind: fc.constant("resend" as const), who: decider, on })],
  [13, fc.record({ kind: fc.constant("display" as const), who: manager, on })],
  [4, fc.record({ kind: fc.constant("save" as const), who: manager, on })],
  [8, fc.record({ kind: fc.constant("read" as const), on, from: fc.nat(3) })],
  [1, fc.record({ kind: fc.constant("revokeToken" as const), who: manager, on })],
  [2, fc.record({ kind: fc.constant("revokeNetwork" as const), who: manager, on })],
  [1, fc.record({ kind: fc.constant("loseRole" as const), who })],
  [2, fc.record({ kind: fc.constant("gainRole" as const), who })],
  [1, fc.record({ kind: fc.constant("disable" as const), who })],
  [2, fc.record({ kind: fc.constant("enable" as const), who })],
  [2, fc.constant({ kind: "expire" as const })],
  [
    6,
    fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(61_000, 16 * minute) },
        { weight: 4, arbitrary: fc.constantFrom(day, 4 * day, 8 * day) },
        { weight: 1, arbitrary: fc.constant(61 * day) },
      ),
    }),
  ],
];

const step = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** Up to fifty steps, long ones as likely as short ones, most of them on a request that is there from the start. */
export const lives = fc
  .tuple(
    fc.option(fc.constantFrom(0, 1, 4), { freq: 6 }),
    fc.array(step, { minLength: 1, maxLength: 48, size: "max" }),
  )
  .map(([who, steps]): Step[] => {
    if (who === null) return steps;
    const asked = { on: 0, networks: [0, 1], tokenDays: 60, ownDays: null };
    return [{ kind: "generate", who }, { kind: "submit", who, ...asked }, ...steps];
  });
