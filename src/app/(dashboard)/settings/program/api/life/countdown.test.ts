import { expect, test } from "vitest";
import { countdown } from "./countdown";

const now = Date.parse("2027-02-22T12:00:00Z");

test.each([
  [3 * 86_400 + 4 * 3600 + 59, "3 d 4 h"],
  [3 * 3600 + 12 * 60 + 40, "3 h 12 min"],
  [12 * 60 + 30, "12 min 30 s"],
  [9, "9 s"],
  [0, "0 s"],
  [-5, "0 s"],
])("%d seconds are %s", (seconds, words) => {
  expect(countdown(new Date(now + seconds * 1000), now)).toBe(words);
});
