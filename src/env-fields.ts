import "server-only";
import { isIP } from "node:net";
import { z } from "zod";
import { parseAnyNetwork } from "@/contracts/network";

/** One key of ENCRYPTION_KEYS. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

/** A field whose reading either gives a value or throws the sentence that says what is wrong. */
const field = <Value>(read: (text: string) => Value) =>
  z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
      return z.NEVER;
    }
  });

function fail(sentence: string): never {
  throw new Error(sentence);
}

const urlOf = (text: string) => (URL.canParse(text) ? new URL(text) : null);

const isLoopback = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));

function readAppUrl(text: string): URL {
  const url = urlOf(text);
  if (!url || !/^https?:$/.test(url.protocol))
    fail("APP_URL must be an address such as https://countersign.example.");
  if (url.pathname !== "/" || url.search || url.hash || url.username || url.password) {
    fail("APP_URL must be an origin alone, without a path, a query or a user name.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    fail("APP_URL must begin with https://; http:// is accepted for localhost alone.");
  }
  return url;
}

/** Customers' data go over this connection: on another machine it is encrypted, to who proves the name (ASVS 12.3.1). */
const databaseUrl = (name: string) =>
  field((text) => {
    const url = urlOf(text);
    if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === "")
      fail(`${name} must be a Postgres address such as postgres://user:password@host:5432/database.`);
    if (!isLoopback(url.hostname) && url.searchParams.get("sslmode") !== "verify-full")
      fail(`${name} must end in ?sslmode=verify-full: its Postgres is on another machine.`);
    return text;
  });

function readMailUrl(text: string): string {
  const url = urlOf(text);
  if (!url || !/^https?:$/.test(url.protocol))
    fail("RESEND_BASE_URL must be an address such as https://api.resend.com.");
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    fail("RESEND_BASE_URL must begin with https://; http:// is accepted for localhost alone.");
  return text;
}

const webUrl = (name: string, scheme: RegExp, example: string) =>
  field((text) =>
    scheme.test(urlOf(text)?.protocol ?? "") ? text : fail(`${name} must be an address such as ${example}.`),
  );

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : fail("PORT must be a number from 1 to 65535.");
}

function readHosts(text: string): string[] {
  if (text === "localhost") return ["127.0.0.1", "::1"];
  return isIP(text)
    ? [text]
    : fail("HOST must be localhost or one address to listen on, such as 0.0.0.0 or ::.");
}

function readProxies(text: string): string[] {
  const results = text.split(",").map((one) => parseAnyNetwork(one.trim()));
  const problems = results.flatMap((one) => (one.ok ? [] : [one.problem.message]));
  if (problems.length > 0) fail(`TRUSTED_PROXIES must be a list of networks: ${problems.join(" ")}`);
  return results.flatMap((one) => (one.ok ? [one.network.cidr] : []));
}

function readKeys(text: string): EncryptionKey[] {
  const keys = text.split(",").map((one) => {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]{43})$/.exec(one.trim()) ?? [];
    if (!id || !encoded)
      fail("ENCRYPTION_KEYS must be a list of id:key, each key 32 bytes in base64url (43 characters).");
    return { id, key: Buffer.from(encoded, "base64url") };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) fail("ENCRYPTION_KEYS names one id twice.");
  return keys;
}

function readAuthSecrets(text: string): string[] {
  const secrets = text.split(",").map((one) => one.trim());
  if (secrets.some(({ length }) => length < 32))
    fail("AUTH_SECRET must be random and at least 32 characters long, each where there are several.");
  return secrets;
}

function readSwitch(text: string): boolean {
  if (/^(1|true|on|yes)$/i.test(text)) return true;
  return /^(0|false|off|no)$/i.test(text) ? false : fail("DEMO must be 1 or 0.");
}

const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Each variable by itself; what one demands of another is checked in env.ts. */
export const fields = z.object({
  DATABASE_URL: databaseUrl("DATABASE_URL").optional(),
  DATABASE_OWNER_URL: databaseUrl("DATABASE_OWNER_URL").optional(),
  DATABASE_JOBS_URL: databaseUrl("DATABASE_JOBS_URL").optional(),
  DATA_DIR: z.string().optional(),
  PORT: field(readPort).optional(),
  HOST: field(readHosts).optional(),
  APP_URL: field(readAppUrl).optional(),
  AUTH_SECRET: field(readAuthSecrets).optional(),
  ENCRYPTION_KEYS: field(readKeys).optional(),
  TRUSTED_PROXIES: field(readProxies).optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_FROM: field((text) =>
    /^[^\r\n]*[^\s@]+@[^\s@]+$/.test(text) || /^[^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>$/.test(text)
      ? text
      : fail("RESEND_FROM must be a mailbox such as Countersign <countersign@example.com>."),
  ).optional(),
  RESEND_BASE_URL: field(readMailUrl).optional(),
  SUPPORT_URL: webUrl("SUPPORT_URL", /^(https?|mailto):$/, "https://support.example/new").optional(),
  LOG_LEVEL: z.enum(levels, { message: `LOG_LEVEL must be one of ${levels.join(", ")}.` }).optional(),
  DEMO: field(readSwitch).optional(),
});
