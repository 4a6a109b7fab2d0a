import "server-only";
import type { z } from "zod";
import { type EncryptionKey, fields } from "./env-fields";
import { resolveDataDir } from "./server/db/embedded/location";
import { readOrMakeSecrets } from "./server/db/embedded/secrets";

export interface Env {
  /** The three addresses of a real Postgres; null in embedded mode. */
  database: { url: string; ownerUrl: string; jobsUrl: string } | null;
  dataDir: string;
  port: number;
  /** The addresses to listen on. */
  hosts: string[];
  /** The only origin that links are built from. */
  appUrl: URL;
  /** Encrypt the session cookie; the newest first, older ones still open what they made. */
  authSecrets: string[];
  /** The ring, newest first. */
  encryptionKeys: EncryptionKey[];
  /** Which of the two are kept beside the data of an embedded installation; the others stand in the settings. */
  kept: Readonly<Record<keyof Secrets, boolean>>;
  /** Networks whose forwarded headers count, in canonical form. */
  trustedProxies: string[];
  /** Null: mail goes to the mailbox page (embedded mode alone). */
  resend: { apiKey: string; from: string; baseUrl: string | undefined } | null;
  supportUrl: string | null;
  logLevel: string;
  demo: boolean;
}

/** What a rotation of keys changes. */
export type Secrets = Pick<Env, "authSecrets" | "encryptionKeys">;

type Source = Record<string, string | undefined>;
type Fields = z.infer<typeof fields>;

const NEEDED = [
  "DATABASE_OWNER_URL",
  "DATABASE_JOBS_URL",
  "AUTH_SECRET",
  "ENCRYPTION_KEYS",
  "RESEND_API_KEY",
] as const;

/** Sentences about variables that another one asks for. */
function missing(source: Source): string[] {
  const sentences: string[] = [];
  if (source.DATABASE_URL) {
    const absent = NEEDED.filter((name) => !source[name]);
    sentences.push(...absent.map((name) => `${name} must be set where DATABASE_URL is.`));
  } else {
    const idle = (["DATABASE_OWNER_URL", "DATABASE_JOBS_URL"] as const).filter((name) => source[name]);
    sentences.push(...idle.map((name) => `${name} means nothing without DATABASE_URL.`));
  }
  if (source.RESEND_API_KEY && !source.RESEND_FROM)
    sentences.push("RESEND_FROM must be set where RESEND_API_KEY is.");
  return sentences;
}

/** An empty variable is one that is not set. */
function withoutEmpty(source: Source): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
}

function databaseOf(read: Fields): Env["database"] {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, DATABASE_JOBS_URL: jobsUrl } = read;
  return url && ownerUrl && jobsUrl ? { url, ownerUrl, jobsUrl } : null;
}

function resendOf({
  RESEND_API_KEY: apiKey,
  RESEND_FROM: from,
  RESEND_BASE_URL: baseUrl,
}: Fields): Env["resend"] {
  return apiKey && from ? { apiKey, from, baseUrl } : null;
}

/** The secrets that stand beside the data of an embedded installation, as they are now. */
export function readKeptSecrets(dataDir: string): Secrets {
  const kept = readOrMakeSecrets(dataDir);
  return {
    authSecrets: fields.shape.AUTH_SECRET.parse(kept.authSecret) ?? [],
    encryptionKeys: fields.shape.ENCRYPTION_KEYS.parse(kept.encryptionKeys) ?? [],
  };
}

/** The secrets given, or in embedded mode those kept beside the data. */
function secretsOf(read: Fields, dataDir: string): Secrets & Pick<Env, "kept"> {
  const { AUTH_SECRET: authSecrets, ENCRYPTION_KEYS: encryptionKeys } = read;
  const kept = { authSecrets: !authSecrets, encryptionKeys: !encryptionKeys };
  if (authSecrets && encryptionKeys) return { authSecrets, encryptionKeys, kept };
  const made = readKeptSecrets(dataDir);
  return {
    authSecrets: authSecrets ?? made.authSecrets,
    encryptionKeys: encryptionKeys ?? made.encryptionKeys,
    kept,
  };
}

/**
 * Reads and validates the settings; throws one error that names every wrong variable in a sentence. In embedded mode
 * (no DATABASE_URL) it makes the data folder and its secrets on the first start.
 */
export function loadEnv(source: Source = process.env): Env {
  const set = withoutEmpty(source);
  const read = fields.safeParse(set);
  const wrong = [...(read.error?.issues.map(({ message }) => message) ?? []), ...missing(set)];
  if (!read.success || wrong.length > 0) throw new Error(`The settings are wrong.\n${wrong.join("\n")}`);
  const values = read.data;
  const port = values.PORT ?? 3000;
  const database = databaseOf(values);
  const dataDir = resolveDataDir(values.DATA_DIR);
  return {
    database,
    dataDir,
    port,
    hosts: values.HOST ?? ["127.0.0.1", "::1"],
    appUrl: values.APP_URL ?? new URL(`http://localhost:${port}`),
    ...secretsOf(values, dataDir),
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    resend: resendOf(values),
    supportUrl: values.SUPPORT_URL ?? null,
    logLevel: values.LOG_LEVEL ?? "info",
    demo: values.DEMO ?? database === null,
  };
}
