import { describe, expect, it } from "vitest";
import {
  addressesOf,
  extentWords,
  factorWords,
  overlapWords,
  readNetworks,
  signedTime,
  spanWords,
} from "./request-words";

describe("what was signed", () => {
  it("writes times in UTC, whatever the reader's zone", () => {
    expect(signedTime(new Date("2027-02-22T23:59:59Z"))).toBe("22 Feb 2027, 23:59 UTC");
  });

  it("reads stored networks and adds their sizes up", () => {
    const networks = readNetworks([
      { network: "203.0.113.24/32" },
      { network: "198.51.100.0/24" },
      { network: "2001:db8:12::7/128" },
    ]);
    expect(networks.map(({ read }) => read.text)).toEqual([
      "203.0.113.24",
      "198.51.100.0/24",
      "2001:db8:12::7",
    ]);
    expect(extentWords(3, addressesOf(networks))).toBe("258 addresses in 3 networks");
  });

  it.each([
    [3600, "1 hour"],
    [5400, "90 minutes"],
    [86_400, "1 day"],
    [604_800, "7 days"],
    [61, "61 seconds"],
  ])("says %i seconds as %s", (seconds, words) => {
    expect(spanWords(seconds)).toBe(words);
  });

  it("says what an overlap means", () => {
    expect(overlapWords(0)).toBe("The old secret ends as the new one is displayed");
    expect(overlapWords(86_400)).toBe("Both secrets work for 1 day after the new one is displayed");
  });

  it.each([
    [60, 120, "twice as many"],
    [60, 600, "10 times as many"],
    [60, 150, "2.5 times as many"],
    [100, 124, "24 % more"],
    [100, 50, "50 % less"],
    [100_000, 100_001, "a little more"],
    [60, 60, "as before"],
  ])("says how %i and %i stand to each other", (before, after, words) => {
    expect(factorWords(before, after)).toBe(words);
  });
});
