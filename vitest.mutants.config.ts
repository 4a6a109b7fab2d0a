import { defineConfig } from "vitest/config";
import base from "./vitest.config";

/** Tests that watch the guards, in one project: what a mutant must not survive. Name others by MUTANT_TESTS, by commas. */
const watching = process.env.MUTANT_TESTS?.split(",") ?? [
  "src/server/api/client-ip*.test.ts",
  "src/server/test/attack/*.test.ts",
  "src/server/domain/{access,access-request,security-token,user}/*.test.ts",
];

const needsPostgres = watching.some((one) => /integration|\*/.test(one));

export default defineConfig({
  resolve: base.resolve,
  test: {
    environment: "node",
    include: watching,
    globalSetup: needsPostgres ? "src/server/test/cluster.ts" : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
