import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).split("\n");
const documents = tracked.filter((path) => path.endsWith(".md"));
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

describe("what the documents name is there", () => {
  it("finds documents to check", () => {
    expect(documents).toEqual(
      expect.arrayContaining(["README.md", "SECURITY.md", "docs/access-table.md", "docs/asvs.md"]),
    );
  });

  it.each(documents)("%s: paths", (document) => {
    const text = readFileSync(document, "utf8");
    const paths = all(text, /`((?:src|docs|e2e|drizzle|scripts|\.ci|bench)\/[\w./@()[\]-]+|\.[\w-]+\.cjs)`/g);
    const links = all(text, /\]\((?!https?:)([^)#]+)\)/g).map((link) => join(dirname(document), link));
    expect([...paths, ...links].filter((path) => !existsSync(path))).toEqual([]);
  });

  it.each(documents)("%s: commands", (document) => {
    const text = readFileSync(document, "utf8");
    const named = all(text, /npm run (?:-s )?([\w:]+)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("names a test for each of the eighteen rules", () => {
    const security = readFileSync("SECURITY.md", "utf8");
    const rules = security.split(/^(?=\d+\. \*\*)/m).slice(1);
    expect(rules).toHaveLength(18);
    for (const rule of rules) expect(rule).toMatch(/`[\w./-]+\.(test|spec)\.ts`/);
  });
});

describe("the settings table", () => {
  it("names every setting that the process reads", () => {
    const readme = readFileSync("README.md", "utf8");
    const read = all(readFileSync("src/env-fields.ts", "utf8"), /^ {2}([A-Z][A-Z_]+):/gm);
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
