import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const smallest = ["--quick", "--seconds", "1", "--customers", "1000"];

describe("the benchmarks", () => {
  it("measure every figure, whatever it is on this machine", { timeout: 600_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-test-"));
    try {
      const out = join(folder, "results.json");
      const run = [join(root, "scripts/bench.mjs"), ...smallest, "--out", out];
      const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: root });
      const results = JSON.parse(readFileSync(out, "utf8"));
      const ratios = ["guarded_vs_unguarded", "guarded_vs_empty_next", "p99_ratio", "growth", "two_vs_one"];
      for (const ratio of ratios) expect(results[ratio], ratio).toBeGreaterThan(0);
      expect(results).toMatchObject({
        rounds: 1,
        rows: { customers: 1000 },
        machine: { cores: expect.any(Number) },
        versions: { node: process.versions.node, postgres: expect.stringMatching(/^\d+/) },
      });
      const names = results.throughput.map(({ name }: { name: string }) => name);
      expect(names).toEqual(["guarded", "unguarded", "empty Next"]);
      for (const row of results.throughput) expect(row.answers, row.name).toBeGreaterThan(0);
      expect(stdout).toContain("guarded ÷ unguarded");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
