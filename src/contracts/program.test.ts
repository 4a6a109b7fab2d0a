import { describe, expect, it } from "vitest";
import { changeProgramInput, weakenedBy } from "./program";

const now = {
  widestIpv4: 24,
  widestIpv6: 120,
  defaultRatePerMinute: 60,
  defaultDailyLimit: 5000,
  defaultDistinctCeiling: 2500,
  requestDays: 3,
  tokenDays: 90,
  reviewDays: 180,
  secondFactorForAll: 0,
};

describe("what weakens the program", () => {
  it.each([
    ["a wider IPv4 range", { widestIpv4: 23 }, ["widestIpv4"]],
    ["a narrower one", { widestIpv4: 25 }, []],
    ["a wider IPv6 range", { widestIpv6: 64 }, ["widestIpv6"]],
    ["a narrower one", { widestIpv6: 128 }, []],
    ["more reads", { defaultRatePerMinute: 61 }, ["defaultRatePerMinute"]],
    ["fewer reads", { defaultRatePerMinute: 59 }, []],
    ["more customers", { defaultDailyLimit: 5001 }, ["defaultDailyLimit"]],
    ["a higher ceiling", { defaultDistinctCeiling: 2501 }, ["defaultDistinctCeiling"]],
    ["a lower one", { defaultDistinctCeiling: 2499 }, []],
    ["longer requests", { requestDays: 4 }, ["requestDays"]],
    ["longer tokens", { tokenDays: 91, requestDays: 2 }, ["tokenDays"]],
    ["rarer reviews", { reviewDays: 181 }, ["reviewDays"]],
    ["more of them", { reviewDays: 90 }, []],
    ["a second factor for everybody", { secondFactorForAll: 1 }, []],
    ["nothing", { ...now }, []],
  ])("is told of %s", (_what, changes, weaker) => {
    expect(weakenedBy(now, changes)).toEqual(weaker);
  });
});

describe("the bounds of a setting", () => {
  it.each([
    { widestIpv4: 7 },
    { widestIpv4: 33 },
    { widestIpv6: 31 },
    { widestIpv6: 129 },
    { defaultRatePerMinute: 0 },
    { defaultRatePerMinute: 6001 },
    { defaultDailyLimit: 1_000_001 },
    { requestDays: 0 },
    { requestDays: 15 },
    { reviewDays: 59 },
    { reviewDays: 366 },
    { tokenDays: 181 },
    { tokenDays: 1.5 },
    { name: " " },
    { timeZone: "Nowhere/Else" },
  ])("refuse %j", (changes) => {
    expect(changeProgramInput.safeParse({ changes }).success).toBe(false);
  });
});
