import "server-only";
import { hash } from "node:crypto";

/** SHA-256 of a secret, in hex: all that is kept of it, and what it is found by (256 random bits need no salt). */
export function hashSecret(secret: string): string {
  return hash("sha256", secret, "hex");
}
