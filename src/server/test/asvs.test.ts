import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asvsItems } from "./asvs-items";

const document = readFileSync("docs/asvs.md", "utf8");
const parts = new Map(
  document
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part]),
);
const expected = Object.entries(asvsItems).flatMap(([section, items]) =>
  items.map((item) => `${section}.${item}`),
);

interface Row {
  items: string[];
  cells: string[];
}

function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) \|(.*)\|$/gm)].map(
    ([, items = "", rest = ""]) => ({
      items: items.split(", "),
      cells: rest.split("|").map((cell) => cell.trim()),
    }),
  );
}

describe("the table of ASVS 5.0.0, level 2", () => {
  it("knows the 253 items of levels 1 and 2", () => {
    expect(new Set(expected).size).toBe(253);
  });

  it("names each item once, and no other", () => {
    const named = rowsOf(document).flatMap((row) => row.items);
    expect(named.toSorted()).toEqual(expected.toSorted());
  });

  it("says of each how it holds or why not, in every column", () => {
    for (const { items, cells } of rowsOf(document)) {
      for (const cell of cells) expect(cell, items.join()).not.toBe("");
    }
  });

  it("shows a test that is there for each item that is held, and each risk of the API Top 10", () => {
    const held = rowsOf(parts.get("Held") ?? "").map(({ items, cells }) => [
      items.join(),
      cells.at(-1) ?? "",
    ]);
    const risks = [...document.matchAll(/^\| (API\d+) .*\| (.*) \|$/gm)].map(([, risk = "", by = ""]) => [
      risk,
      by,
    ]);
    expect(held.length).toBeGreaterThan(100);
    expect(risks).toHaveLength(10);
    for (const [what, by = ""] of [...held, ...risks]) {
      const tests = [...by.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, path = ""]) => path);
      expect(tests, what).not.toEqual([]);
      expect(
        tests.filter((path) => !existsSync(path)),
        what,
      ).toEqual([]);
    }
  });
});
