import "server-only";
import { hash, type Options, verify } from "@node-rs/argon2";
import { createWorkGate, type WorkGate } from "./work-gate";

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const argon2id = 2;
const parameters: Options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One for the process, though modules exist twice in it. */
const gateKey = Symbol.for("countersign.password-gate");
const shared = globalThis as { [gateKey]?: WorkGate };
shared[gateKey] ??= createWorkGate({
  atOnce: 4,
  waiting: 64,
  busy: "Sign-in is busy. Try again in a moment.",
});
const gate = shared[gateKey];

/** Throws `unavailable` where a password could not be verified now; ask before an attempt is counted. */
export function requirePasswordRoom(): void {
  gate.requireRoom();
}

/** Argon2id in PHC form, off the event loop (RFC 9106, ASVS 11.4.2). */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), parameters);
}

/**
 * Guarantee: takes as long whether or not there is a hash, so that its time tells of no account; false for null
 * (ASVS 6.3.8). At most 4 at a time and 64 in the queue: beyond that `unavailable`, and no memory is taken.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await gate.run(async () =>
    verify(passwordHash ?? (await nobodysHash()), normalised(password)),
  );
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
