import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const sources = execFileSync("git", ["ls-files", "src"], { encoding: "utf8" })
  .split("\n")
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^src\/server\/test\//.test(path));
const texts = new Map(sources.map((path) => [path, readFileSync(path, "utf8")]));
const filesWith = (pattern: RegExp) => sources.filter((path) => pattern.test(texts.get(path) ?? ""));

/** What makes code, markup, a statement or a command of a text, and the few files that do so with texts of their own. */
const calls: Array<[what: string, pattern: RegExp, files: string[]]> = [
  ["code of a text (ASVS 1.3.2)", /\beval\(|new Function\(|node:vm\b/, []],
  [
    "markup of a text (ASVS 3.2.2)",
    /dangerouslySetInnerHTML|\.(?:inner|outer)HTML|insertAdjacentHTML|document\.write/,
    [],
  ],
  [
    "SQL of a text (ASVS 1.2.4)",
    /\.unsafe\(|sql\.raw\(/,
    [
      "src/server/db/change-feed.ts",
      "src/server/db/embedded.ts",
      "src/server/db/logins.ts",
      "src/server/db/migrate.ts",
      "src/server/db/queries/due-messages.ts",
      "src/server/db/queries/outbox.ts",
      "src/server/db/queries/review-lines.ts",
      "src/server/db/queries/reviews.ts",
      "src/server/db/seed/copy-customers.ts",
    ],
  ],
  [
    "a command of the machine (ASVS 1.2.5)",
    /child_process/,
    [
      "src/server/db/embedded/cluster.ts",
      "src/server/db/embedded/postgres-user.ts",
      "src/server/db/embedded/process-identity.ts",
    ],
  ],
  [
    "a pattern of a text (ASVS 1.2.9)",
    /new RegExp\(/,
    ["src/contracts/approval-code.ts", "src/contracts/audit-chain.ts", "src/contracts/secret.ts"],
  ],
  [
    "a transaction of its own, beside `transact`: one with another isolation, one that is held over others, and a seed's",
    /\.transaction\(/,
    [
      "src/server/cli/verify-audit.ts",
      "src/server/db/seed/demonstration.ts",
      "src/server/domain/key-ring/rotate-keys.ts",
      "src/server/domain/transact.ts",
    ],
  ],
  [
    "an id of a text that keeps its capitals, since rules compare ids as texts; here what the server itself wrote",
    /z\.uuid\(/,
    ["src/contracts/id.ts", "src/server/domain/customer/list-cursor.ts", "src/server/jobs/tasks.ts"],
  ],
  ["a broken hash (ASVS 11.4.1)", /createHash\(\s*"(?:md5|sha1)"|hash\(\s*"(?:md5|sha1)"/i, []],
  [
    "chance that can be guessed (ASVS 11.5.1); here waiting times, and a tab's name beside its neighbours",
    /Math\.random/,
    [
      "src/server/domain/message/deliver-message.ts",
      "src/trpc/live/hold-stream.ts",
      "src/trpc/live/share-stream.ts",
    ],
  ],
  [
    "something of its own of a paste (ASVS 6.2.7); here a list of addresses is read from it",
    /onPaste/,
    ["src/components/address-input.tsx"],
  ],
  [
    "a call to another server (ASVS 1.3.6); the API Library calls our own and shows how, the shell's walk its --url",
    /(?<![.\w])fetch\((?!")/,
    [
      "src/app/(dashboard)/profile/developer-api/call.ts",
      "src/app/(dashboard)/settings/program/api/secret-view.tsx",
      "src/server/cli/demonstration-client.ts",
    ],
  ],
];

describe("nothing makes", () => {
  it("sees the sources", () => {
    expect(sources.length).toBeGreaterThan(500);
  });

  it.each(calls)("%s, but where it is listed", (_what, pattern, files) => {
    expect(filesWith(pattern)).toEqual(files);
  });
});

it("shows no password while it is typed, and lets password managers fill it (ASVS 6.2.6, 6.2.7)", () => {
  const asking = filesWith(/autoComplete="(?:current|new)-password"/);
  expect(asking.length).toBeGreaterThan(3);
  for (const path of asking) {
    const fields =
      texts.get(path)?.match(/<\w+(?:(?!\/>|=>)[\s\S])*?autoComplete="(?:current|new)-password"/g) ?? [];
    expect(fields, path).not.toEqual([]);
    for (const field of fields)
      expect(field.slice(field.lastIndexOf("<")), path).toMatch(/^<(?:Form)?PasswordField\b/);
  }
  expect(texts.get("src/components/password-field.tsx")).toContain('type={shown ? "text" : "password"}');
});
