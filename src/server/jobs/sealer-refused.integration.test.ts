import { pino } from "pino";
import { afterAll, expect, it, vi } from "vitest";
import { createDatabase } from "../db/client";
import { sealEvents } from "../domain/audit/seal-events";
import { testDatabase } from "../test/database";
import { createProgram } from "../test/factories/people";
import type { Repeating } from "./repeating";
import { startSealer } from "./sealer";

/** The sealer's pauses, which take no time here. */
const pauses = vi.hoisted(() => ({ count: 0 }));
vi.mock("node:timers/promises", async (original) => {
  const real = await original<typeof import("node:timers/promises")>();
  const setTimeout = (ms: number, value: unknown, options: object) => {
    pauses.count += ms === 500 ? 1 : 0;
    return real.setTimeout(ms === 500 ? 0 : ms, value, options);
  };
  return { ...real, setTimeout };
});

const { owner, jobsUrl } = await testDatabase();
await createProgram(owner);
const pools = [createDatabase(jobsUrl, { max: 1 }), createDatabase(jobsUrl, { max: 1 })] as const;
afterAll(() => Promise.all(pools.map((one) => one.$client.end())));
const [db, other] = pools;

/** Holds the sealer's lock, as a session does that seals and never ends, until the work is done. */
const whileHeld = (work: () => Promise<unknown>) =>
  other.transaction(async (tx) => {
    // Between two turns of the sealer.
    await expect.poll(() => sealEvents({ db: tx }), { interval: 1 }).not.toBeNull();
    await work();
  });

it("says once that another session holds its lock, after a minute of refused turns, and anew only after it sealed again", async () => {
  const lines: Array<{ level: number; msg: string; pauses: number }> = [];
  const write = (line: string) => void lines.push({ ...JSON.parse(line), pauses: pauses.count });
  const turns = (count: number) => {
    const from = pauses.count;
    return expect.poll(() => pauses.count - from, { timeout: 30_000, interval: 1 }).toBeGreaterThan(count);
  };
  const line = { level: 50, msg: "records are not sealed: another holds the sealer's lock" };
  let sealer: Repeating | undefined;
  await whileHeld(async () => {
    sealer = startSealer({ db, logger: pino({}, { write }) });
    await turns(300);
  });
  // The turn of the 120th refusal has 119 pauses of half a second behind it.
  expect(lines).toEqual([expect.objectContaining({ ...line, pauses: 119 })]);
  await turns(5);
  await whileHeld(() => turns(110));
  await turns(5);
  expect(lines).toHaveLength(1);
  await whileHeld(() => turns(150));
  await sealer?.stop();
  expect(lines).toEqual([expect.objectContaining(line), expect.objectContaining(line)]);
});
