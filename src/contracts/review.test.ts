import { expect, it } from "vitest";
import { dropLinesInput } from "./review";

const lineIds = ["00000000-0000-4000-8000-000000000000"];
const faults = (reason: string) =>
  dropLinesInput.safeParse({ lineIds, reason }).error?.issues.map(({ message }) => message) ?? [];

it("takes a reason over several lines, whichever way they end", () => {
  expect(faults("Nobody uses it.\nIts owner left.")).toEqual([]);
  expect(faults("Nobody uses it.\r\nIts owner left.")).toEqual([]);
});

it.each([
  ["a NUL", "\0"],
  ["a C1 control", "\u0085"],
  ["a line separator", "\u2028"],
  ["an override of direction", "\u202e"],
  ["an isolate", "\u2066"],
  ["half a character", "\ud83d"],
])("takes no reason that holds %s", (_, bad) => {
  expect(faults(`before${bad}after it`)).toEqual(["No control characters."]);
});
