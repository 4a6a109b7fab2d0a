import { describe, expect, it } from "vitest";
import { refusalOf, tally } from "../../test/factories/accounts";
import { createWorkGate } from "./work-gate";

function held() {
  const open: Array<() => void> = [];
  let most = 0;
  let running = 0;
  const work = async (fails = false) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((done) => open.push(done));
    running -= 1;
    if (fails) throw new Error("It failed.");
  };
  const finish = async () => {
    while (open.length > 0) {
      open.shift()?.();
      await new Promise((turn) => setImmediate(turn));
    }
  };
  return { work, finish, most: () => most };
}

describe("a gate before dear work", () => {
  it("lets so many work, so many wait, and refuses the rest at once", async () => {
    const gate = createWorkGate({ atOnce: 4, waiting: 64, busy: "Busy." });
    const { work, finish, most } = held();
    const calls = Array.from({ length: 100 }, () => refusalOf(gate.run(() => work())));
    expect(() => gate.requireRoom()).toThrow("Busy.");
    await new Promise((turn) => setImmediate(turn));
    await finish();
    expect(tally(await Promise.all(calls))).toEqual({ none: 68, unavailable: 32 });
    expect(most()).toBe(4);
  });

  it("gives a turn back after a failure", async () => {
    const gate = createWorkGate({ atOnce: 1, waiting: 0, busy: "Busy." });
    const { work, finish } = held();
    const failing = refusalOf(gate.run(() => work(true)));
    expect(await refusalOf(gate.run(() => work()))).toBe("unavailable");
    await finish();
    expect(await failing).toContain("It failed.");
    const after = refusalOf(gate.run(() => work()));
    await finish();
    expect(await after).toBe("none");
  });
});
