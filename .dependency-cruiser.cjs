// Who may import whom. Data flows one way: app -> server/api -> server/domain -> server/db.
const within = (folder) => `^src/${folder}`;

/** A folder may import only what is listed, packages aside. */
const only = (name, from, allowed, notFrom) => ({
  name,
  severity: "error",
  from: { path: within(from), ...(notFrom ? { pathNot: notFrom } : {}) },
  to: { path: "^src/", pathNot: [within(from), ...allowed.map(within)] },
});
/** A folder may not import these packages. */
const never = (name, from, packages) => ({
  name,
  severity: "error",
  from: { path: within(from), pathNot: "\\.test\\.tsx?$" },
  to: { path: packages.map((one) => `node_modules/${one}(/|$)`) },
});

const tests = "\\.(test|integration\\.test)\\.tsx?$";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: ["\\.d\\.ts$", tests] },
      to: {},
    },
    only("pages", "app/", ["components/", "trpc/", "contracts/", "server/auth\\.ts"], "(^|/)route\\.tsx?$"),
    {
      name: "route-handlers",
      severity: "error",
      from: { path: "^src/app/.*route\\.tsx?$" },
      to: { path: "^src/", pathNot: ["^src/server/api/", "^src/server/auth\\.ts$"] },
    },
    only("components", "components/", ["contracts/"]),
    only("contracts", "contracts/", []),
    only("trpc", "trpc/", ["contracts/", "server/api/"]),
    only(
      "api",
      "server/api/",
      ["server/domain/", "contracts/", "server/auth\\.ts", "server/logger\\.ts", "server/runtime\\.ts"],
      tests,
    ),
    only("domain", "server/domain/", ["server/db/", "contracts/"], tests),
    only("db", "server/db/", ["env\\.ts", "contracts/"], tests),
    only("email", "server/email/", ["env\\.ts", "contracts/"], tests),
    only("jobs", "server/jobs/", ["server/domain/", "server/email/", "contracts/"], tests),
    only("auth", "server/auth\\.ts", [
      "env\\.ts",
      "server/domain/",
      "server/runtime\\.ts",
      "server/db/",
      "contracts/",
    ]),
    {
      name: "env-readers",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: [
          "^src/server/(db|email|cli|test)/",
          "^src/server/(auth|held-secrets|logger|main)\\.ts$",
          "^src/server/domain/key-ring/.*\\.integration\\.test\\.ts$",
          "^src/env(\\.test)?\\.ts$",
        ],
      },
      to: { path: "^src/env\\.ts$" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/server/test/", tests] },
      to: { path: ["^src/server/test/", "^bench/", "^e2e/"] },
    },
    {
      name: "client-takes-router-type-only",
      severity: "error",
      from: {
        path: "^src/(app|components|trpc)/",
        pathNot: ["(^|/)route\\.tsx?$", "^src/trpc/server\\.ts$"],
      },
      to: { path: "^src/server/api/", dependencyTypesNot: ["type-only"] },
    },
    never("domain-packages", "server/domain/", [
      "next",
      "next-auth",
      "@trpc",
      "resend",
      "drizzle-orm",
      "postgres",
      "hono",
      "@hono",
    ]),
    never("api-packages", "server/api/", ["drizzle-orm", "postgres", "resend"]),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    exclude: { path: "^(\\.next|dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
