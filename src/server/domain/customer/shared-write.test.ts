import { describe, expect, it } from "vitest";
import { shareWrite } from "./shared-write";

function setUp() {
  const writes: Array<{ end: () => void; fail: () => void }> = [];
  const ask = shareWrite(
    () =>
      new Promise((resolve, reject) => writes.push({ end: resolve, fail: () => reject(new Error("away")) })),
  );
  return { writes, ask };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a shared write", () => {
  it("never answers a caller with one that began before it asked", async () => {
    const { writes, ask } = setUp();
    const told: string[] = [];
    const first = ask().then(() => told.push("first"));
    const rest = [ask(), ask()].map((one) => one.then(() => told.push("rest")));
    expect(writes).toHaveLength(1);
    writes[0]?.end();
    await first;
    await turn();
    expect(told).toEqual(["first"]);
    expect(writes).toHaveLength(2);
    writes[1]?.end();
    await Promise.all(rest);
    expect(told).toEqual(["first", "rest", "rest"]);
  });

  it("tells a failure to those it was for, and goes on", async () => {
    const { writes, ask } = setUp();
    const first = ask().catch(() => "failed");
    const second = ask().then(() => "written");
    writes[0]?.fail();
    expect(await first).toBe("failed");
    await turn();
    writes[1]?.end();
    expect(await second).toBe("written");
  });
});
