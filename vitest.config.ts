import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const alias = [
  { find: /^server-only$/, replacement: resolve(import.meta.dirname, "node_modules/server-only/empty.js") },
  { find: /^@\//, replacement: `${resolve(import.meta.dirname, "src")}/` },
];
const integration = ["src/**/*.integration.test.{ts,tsx}", "bench/**/*.integration.test.ts"];

export default defineConfig({
  resolve: { alias },
  test: {
    environment: "node",
    maxWorkers: 2,
    testTimeout: 10_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "bench/**/*.test.ts"],
          exclude: integration,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: integration,
          globalSetup: "src/server/test/cluster.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
