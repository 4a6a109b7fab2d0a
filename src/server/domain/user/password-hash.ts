import "server-only";
import { hash, type Options, verify } from "@node-rs/argon2";

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const argon2id = 2;
const parameters: Options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Argon2id in PHC form, off the event loop (RFC 9106, ASVS 11.4.2). */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), parameters);
}

/**
 * Guarantee: takes as long whether or not there is a hash, so that its time tells of no account; false for null
 * (ASVS 6.3.8).
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await nobodysHash()), normalised(password));
  return right && passwordHash !== null;
}

let nobodys: Promise<string> | undefined;

/** The hash of a password nobody has. */
function nobodysHash(): Promise<string> {
  nobodys ??= hashPassword(crypto.randomUUID());
  return nobodys;
}

/** Keyboards differ in how they compose the same letter (NIST SP 800-63B-4, 3.1.1.2). */
function normalised(password: string): string {
  return password.normalize("NFKC");
}
