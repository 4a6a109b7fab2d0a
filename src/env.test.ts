import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadEnv } from "./env";

const key = Buffer.alloc(32, 7).toString("base64url");
const real = {
  DATABASE_URL: "postgres://app:x@db.example:5432/countersign?sslmode=verify-full",
  DATABASE_OWNER_URL: "postgres://owner:x@db.example:5432/countersign?sslmode=verify-full",
  DATABASE_JOBS_URL: "postgresql://jobs:x@db.example:5432/countersign?sslmode=verify-full",
  AUTH_SECRET: "a".repeat(32),
  ENCRYPTION_KEYS: `new:${key},old:${Buffer.alloc(32, 8).toString("base64url")}`,
  RESEND_API_KEY: "re_1",
  RESEND_FROM: "Countersign <countersign@harbour.example>",
  APP_URL: "https://countersign.example",
};

function complaint(source: Record<string, string | undefined>): string[] {
  try {
    loadEnv(source);
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
  throw new Error("accepted");
}

describe("loadEnv on a real Postgres", () => {
  it("reads everything", () => {
    const env = loadEnv({
      ...real,
      TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8,2001:db8::/32",
      HOST: "::",
      PORT: "8443",
    });
    expect(env).toMatchObject({ port: 8443, hosts: ["::"], demo: false, logLevel: "info", supportUrl: null });
    expect(env.trustedProxies).toEqual(["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32"]);
    expect(env.encryptionKeys.map(({ id, key: { length } }) => [id, length])).toEqual([
      ["new", 32],
      ["old", 32],
    ]);
    expect(env.database?.ownerUrl).toBe(real.DATABASE_OWNER_URL);
    expect(env.appUrl.origin).toBe("https://countersign.example");
  });

  it("stops for each missing secret, naming all of them", () => {
    expect(complaint({ DATABASE_URL: real.DATABASE_URL, AUTH_SECRET: "" })).toEqual([
      "DATABASE_OWNER_URL must be set where DATABASE_URL is.",
      "DATABASE_JOBS_URL must be set where DATABASE_URL is.",
      "AUTH_SECRET must be set where DATABASE_URL is.",
      "ENCRYPTION_KEYS must be set where DATABASE_URL is.",
      "RESEND_API_KEY must be set where DATABASE_URL is.",
    ]);
  });

  it("takes a Postgres on another machine over a verified connection alone, and one beside it as it is", () => {
    const weak = real.DATABASE_URL.replace("verify-full", "require");
    expect(complaint({ ...real, DATABASE_URL: weak })).toEqual([
      "DATABASE_URL must end in ?sslmode=verify-full: its Postgres is on another machine.",
    ]);
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
      const url = `postgres://app:x@${host}:5432/countersign`;
      expect(loadEnv({ ...real, DATABASE_URL: url }).database?.url).toBe(url);
    }
  });

  it("names every wrong variable at once, one sentence each", () => {
    const wrong = {
      PORT: "0",
      HOST: "host",
      DEMO: "maybe",
      LOG_LEVEL: "loud",
      RESEND_FROM: "me",
      SUPPORT_URL: "x",
    };
    const told = complaint({ ...real, ...wrong, DATABASE_URL: "mysql://x", AUTH_SECRET: "short" });
    const names = told.map((one) => one.split(" ")[0]);
    expect(names.toSorted()).toEqual([...Object.keys(wrong), "AUTH_SECRET", "DATABASE_URL"].toSorted());
    for (const sentence of told) expect(sentence).toMatch(/\.$/);
  });

  it.each([
    ["http://countersign.example", /https/],
    ["https://countersign.example/path", /origin/],
    ["https://user@countersign.example", /origin/],
    ["ftp://countersign.example", /APP_URL/],
    ["http://127.0.0.1.countersign.example", /https/],
  ])("refuses APP_URL %s", (APP_URL, reason) => {
    expect(complaint({ ...real, APP_URL })).toEqual([expect.stringMatching(reason)]);
  });

  it.each([
    ["http://mail.example", /https/],
    ["ftp://mail.example", /RESEND_BASE_URL/],
    ["mail", /RESEND_BASE_URL/],
  ])("refuses RESEND_BASE_URL %s, so that no mail leaves in plain text", (RESEND_BASE_URL, reason) => {
    expect(complaint({ ...real, RESEND_BASE_URL })).toEqual([expect.stringMatching(reason)]);
  });

  it.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])(
    "accepts %s",
    (APP_URL) => {
      expect(loadEnv({ ...real, APP_URL }).appUrl.href).toBe(`${APP_URL}/`);
    },
  );

  it.each(["10.0.0.1/24", "010.0.0.1", "proxy.example", "10.0.0.0/8,,", "::1%lo", "0.0.0.0/0"])(
    "refuses %s as a trusted proxy",
    (TRUSTED_PROXIES) => {
      expect(complaint({ ...real, TRUSTED_PROXIES })[0]).toMatch(/^TRUSTED_PROXIES /);
    },
  );

  it.each([`a:${key}x`, key, `a:${key},a:${key}`, `:${key}`, `a:${key.slice(1)}`])(
    "refuses %s as encryption keys, without repeating them",
    (ENCRYPTION_KEYS) => {
      const told = complaint({ ...real, ENCRYPTION_KEYS }).join();
      expect(told).toMatch(/^ENCRYPTION_KEYS /);
      expect(told).not.toContain(key.slice(1));
    },
  );
});

describe("loadEnv in embedded mode", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "countersign-env-"));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("makes the secrets once and keeps them for the owner's eyes alone", () => {
    const DATA_DIR = join(folder, "data");
    const first = loadEnv({ DATA_DIR });
    const path = join(DATA_DIR, "secrets.json");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toContain(first.authSecrets[0]);
    expect(loadEnv({ DATA_DIR, PORT: "" })).toEqual(first);
    expect(loadEnv({ DATA_DIR: join(folder, "other") }).authSecrets).not.toEqual(first.authSecrets);
  });

  it("serves the demonstration on both loopback addresses", () => {
    const env = loadEnv({ DATA_DIR: folder, PORT: "3100" });
    expect(env).toMatchObject({ database: null, demo: true, hosts: ["127.0.0.1", "::1"], resend: null });
    expect(env.appUrl.href).toBe("http://localhost:3100/");
    expect(env.encryptionKeys[0]?.key).toHaveLength(32);
    expect(loadEnv({ DATA_DIR: folder, DEMO: "0" }).demo).toBe(false);
  });

  it("tells that a second database address is idle, and that a sender is missing", () => {
    expect(
      complaint({ DATA_DIR: folder, DATABASE_JOBS_URL: real.DATABASE_JOBS_URL, RESEND_API_KEY: "re_1" }),
    ).toEqual([
      "DATABASE_JOBS_URL means nothing without DATABASE_URL.",
      "RESEND_FROM must be set where RESEND_API_KEY is.",
    ]);
  });
});
