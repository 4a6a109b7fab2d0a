import { expect, test } from "vitest";
import { readArguments } from "./db-seed-arguments";

test("numbers, a day and a scenario are read", () => {
  expect(readArguments([])).toMatchObject({ scenario: null, customers: 10_000 });
  expect(readArguments(["--customers", "1_000,000", "--seed", "7", "--as-of", "2026-11-24"])).toEqual({
    scenario: null,
    customers: 1_000_000,
    seed: 7,
    asOf: new Date("2026-11-24T00:00:00Z"),
  });
  expect(readArguments(["--scenario", "demonstration"])).toMatchObject({
    scenario: "demonstration",
    customers: null,
  });
});

test.each([
  [["--customers", "abc"], '--customers takes a whole number from 1 to 10,000,000; "abc" is none.'],
  [["--customers", "0"], /from 1 to/],
  [["--customers", "10000001"], /from 1 to 10,000,000/],
  [["--customers", "1.5"], /whole number/],
  [["--as-of", "2026-02-30"], /takes a day/],
  [["--scenario", "other"], '"other" is no scenario; there are demonstration and empty.'],
  [["--scenario", "empty", "--customers", "3"], /leave --customers out/],
  [["--scenario", "demonstration", "--seed", "3"], /go with --customers/],
  [["--rows", "3"], /Unknown option/],
])("%j is refused in a sentence", (args, sentence) => {
  expect(() => readArguments(args)).toThrow(sentence);
});
