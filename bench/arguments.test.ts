import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments";
import { median, percentile } from "./statistics";

describe("readArguments", () => {
  it("measures everything on a million customers where nothing is said", () => {
    expect(readArguments([])).toMatchObject({ rounds: 5, customers: 1_000_000, keep: false });
    expect(readArguments([]).large).toEqual({ customers: 10_000_000, networks: 1000, records: 10_000_000 });
  });

  it("takes a short form, parts of the whole, and sizes", () => {
    expect(readArguments(["--quick", "--parts", "growth,latency", "--rounds", "3"])).toMatchObject({
      parts: ["growth", "latency"],
      rounds: 3,
      seconds: 1,
    });
  });

  it("names what it does not know", () => {
    expect(() => readArguments(["--parts", "speed"])).toThrow("speed");
    expect(() => readArguments(["--rounds", "none"])).toThrow("--rounds");
  });
});

describe("the figures", () => {
  it("are middle values and nearest ranks", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([percentile(hundred, 50), percentile(hundred, 99)]).toEqual([50, 99]);
  });
});
