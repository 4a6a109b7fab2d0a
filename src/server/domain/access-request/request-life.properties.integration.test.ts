import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { live, type Tally } from "../../test/life/live";
import { newModel } from "../../test/life/model";
import { lives, type Step } from "../../test/life/steps";
import { createWorld, leaveWorld } from "../../test/life/world";
import { long } from "../../test/long";

const { owner, app, hot } = await testDatabase();
const start = Date.parse("2031-01-01T00:00:00Z");
const tally: Tally = new Map();
let customerId = "";

/** A clock that stands still within a step, so that the model knows every moment exactly. */
beforeAll(async () => {
  await owner.$client.unsafe(`
    create table test_clock.moment (at timestamptz not null);
    insert into test_clock.moment values ('${new Date(start).toISOString()}');
    grant select on test_clock.moment to public;
    create or replace function countersign_now() returns timestamptz language sql volatile parallel safe
      as 'select at from test_clock.moment'`);
  await createProgram(owner);
  customerId = (await createCustomer(owner)).id;
});

async function liveOnce(steps: readonly Step[]): Promise<void> {
  const world = await createWorld({ owner, app, now: start, customerId });
  try {
    await live(hot.aside, newModel(start), world, steps, tally);
  } finally {
    await leaveWorld(world);
  }
}

/** The main job and what comes after it, so that no run of the short form leaves it out. */
const mainJob: Step[] = [
  { kind: "generate", who: 0 },
  { kind: "submit", who: 0, on: 0, networks: [0, 1], tokenDays: 60, ownDays: null },
  { kind: "approve", who: 4, on: 0, code: "foreign", digest: true },
  { kind: "approve", who: 2, on: 0, code: "right", digest: true },
  { kind: "display", who: 0, on: 0 },
  { kind: "display", who: 0, on: 0 },
  { kind: "read", on: 0, from: 0 },
  { kind: "rotate", who: 4, on: 0, overlapSeconds: 3600 },
  { kind: "disable", who: 2 },
  { kind: "approve", who: 4, on: 0, code: "right", digest: true },
  { kind: "approve", who: 3, on: 0, code: "right", digest: true },
  { kind: "display", who: 0, on: 0 },
  { kind: "display", who: 4, on: 0 },
  { kind: "save", who: 4, on: 0 },
  { kind: "pass", ms: 61 * 60_000 },
  { kind: "addNetworks", who: 0, on: 0, networks: [2], ownDays: 2 },
  { kind: "loseRole", who: 0 },
  { kind: "read", on: 0, from: 1 },
];

/** Codes to their fifth mistake, and a token to its end: what chance seldom walks in a few lives. */
const wrong: Step = { kind: "approve", who: 2, on: 0, code: "wrong", digest: true };
const toTheEnd: Step[] = [
  ...mainJob.slice(0, 2),
  { kind: "approve", who: 2, on: 0, code: "right", digest: false },
  ...[wrong, wrong, wrong, wrong, wrong],
  { kind: "approve", who: 2, on: 0, code: "stale", digest: true },
  { kind: "resend", who: 2, on: 0 },
  { kind: "pass", ms: 61_000 },
  { kind: "resend", who: 2, on: 0 },
  { kind: "approve", who: 2, on: 0, code: "right", digest: true },
  { kind: "display", who: 0, on: 0 },
  { kind: "pass", ms: 16 * 60_000 },
  { kind: "display", who: 0, on: 0 },
  { kind: "rotate", who: 1, on: 0, overlapSeconds: 0 },
  { kind: "approve", who: 3, on: 0, code: "right", digest: true },
  { kind: "pass", ms: 8 * 86_400_000 },
  { kind: "display", who: 1, on: 0 },
  { kind: "renew", who: 0, on: 0, tokenDays: 100, overlapSeconds: 3600 },
  { kind: "pass", ms: 61 * 86_400_000 },
  { kind: "approve", who: 3, on: 0, code: "right", digest: true },
  { kind: "expire" },
  { kind: "rotate", who: 0, on: 0, overlapSeconds: 0 },
  { kind: "read", on: 0, from: 0 },
];

/** Who was disabled has no security role, not even one that they gained meanwhile. */
const goneAndBack: Step[] = [
  { kind: "disable", who: 0 },
  { kind: "enable", who: 0 },
  { kind: "generate", who: 0 },
  { kind: "gainRole", who: 0 },
  { kind: "generate", who: 0 },
  { kind: "disable", who: 0 },
  { kind: "gainRole", who: 0 },
  { kind: "enable", who: 0 },
  { kind: "generate", who: 0 },
];

describe("an access request's life", () => {
  it(
    "goes as the model of it goes, step by step: outcomes, states, open doors and records",
    async () => {
      await fc.assert(fc.asyncProperty(lives, liveOnce), {
        numRuns: long ? 600 : 8,
        examples: [[mainJob], [toTheEnd], [goneAndBack]],
        interruptAfterTimeLimit: long ? 15 * 60_000 : 25_000,
        endOnFailure: !long,
      });
      // That the lives went somewhere: past an approval, and in the long form to more than fifty ends of their steps.
      expect(tally.get("approve ok")).toBeGreaterThan(0);
      if (long) expect(tally.size).toBeGreaterThan(50);
    },
    20 * 60_000,
  );
});
