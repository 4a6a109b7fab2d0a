import { defineConfig } from "vitest/config";
import base from "./vitest.config";

/** Tests that watch the guards, in one project: what a mutant must not survive. Name others by MUTANT_TESTS, by commas. */
const watching = process.env.MUTANT_TESTS?.split(",") ?? [
  "src/server/api/client-ip*.test.ts",
  "src/server/test/attack/*.test.ts",
  "src/server/domain/{access,access-request,security-token,user}/*.test.ts",
];

export default defineConfig({
  resolve: base.resolve,
  test: {
    environment: "node",
    include: watching,
    globalSetup: watching.some((one) => /client-ip/.test(one) === false) ? "src/server/test/cluster.ts" : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
