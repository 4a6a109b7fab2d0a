import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { keptThread } from "./src/server/test/kept-thread";
import base from "./vitest.config";

/** Tests that watch the guards, in one project: what a mutant must not survive. Name others by MUTANT_TESTS, by commas. */
const watching = process.env.MUTANT_TESTS?.split(",") ?? [
  "src/server/api/client-ip*.test.ts",
  "src/server/test/attack/*.test.ts",
  "src/server/domain/{access,access-request,security-token}/*.test.ts",
];

const needsPostgres = watching.some((one) => /integration|\*/.test(one));

/** The first failure ends a mutant's run, so what is quickly done comes first, and the random walks last. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification) =>
      moduleId.includes(".properties.") ? 2 : moduleId.includes(".integration.") ? 1 : 0;
    return files.toSorted((one, other) => cost(one) - cost(other));
  }
}

export default defineConfig({
  resolve: base.resolve,
  plugins: [
    {
      name: keptThread.name,
      configureVitest({ project, vitest }) {
        Object.assign(project.config, { pool: keptThread.name, poolRunner: keptThread });
        vitest.onClose(() => keptThread.close());
      },
    },
  ],
  test: {
    environment: "node",
    // Races are run often elsewhere; here each is run for every change that it sees.
    env: { TEST_ROUNDS: "2" },
    include: watching,
    globalSetup: needsPostgres ? "src/server/test/cluster.ts" : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    isolate: false,
    setupFiles: ["src/server/test/no-mutant.ts"],
    sequence: { sequencer: QuickestFirst },
  },
});
