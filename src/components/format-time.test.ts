import { describe, expect, it } from "vitest";
import { exactTime, exactTimeWithin, relativeTime, timeLeft } from "./format-time";

const at = (day: number, hour = 12, minute = 0) => new Date(2026, 10, day, hour, minute, 30);
const now = at(24);

describe("relative times", () => {
  it.each([
    [at(24, 11, 49), "11 min ago"],
    [at(24, 4), "8 h ago"],
    [at(23, 23), "Yesterday"],
    [at(2), "2 Nov"],
    [new Date(2025, 10, 2), "2 Nov 2025"],
    [now, "just now"],
    [at(24, 12, 14), "in 14 min"],
    [at(25, 13), "tomorrow"],
    [at(25, 11), "in 23 h"],
    [at(30, 1), "in 6 days"],
  ])("says %s as %s", (moment, words) => {
    expect(relativeTime(moment, now)).toBe(words);
  });
});

describe("exact times", () => {
  it("names today and yesterday by the calendar, not by 24 hours", () => {
    expect(exactTime(at(24, 0), now)).toBe("Today 00:00:30");
    expect(exactTime(at(23, 23), now)).toBe("Yesterday 23:00:30");
    expect(exactTime(at(22, 23), now)).toBe("22 Nov 2026 23:00:30");
    expect(exactTimeWithin(at(24, 0), now)).toBe("today 00:00:30");
    expect(exactTimeWithin(at(22, 23), now)).toBe("22 Nov 2026 23:00:30");
  });
});

describe("what is left", () => {
  it.each([
    [at(27, 11), "2 d 23 h"],
    [at(24, 17), "5 h"],
    [at(24, 12, 14), "14 min"],
    [now, "none"],
    [at(20), "none"],
  ])("until %s is %s", (moment, words) => {
    expect(timeLeft(moment, now)).toBe(words);
  });
});
