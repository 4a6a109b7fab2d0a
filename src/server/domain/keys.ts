import "server-only";
import { createHmac, hkdfSync } from "node:crypto";

/** One key of the ring, 32 bytes. */
export interface RingKey {
  id: string;
  key: Buffer;
}

/** Derives what is never stored: approval codes and link secrets. The newest key signs; older ones still verify. */
export interface KeyRing {
  currentId: string;
  /** HMAC-SHA-256 over the parts, each with its length, under a key of its own for the domain; null for an unknown key id. */
  mac(keyId: string, domain: MacDomain, parts: ReadonlyArray<string | Buffer>): Buffer | null;
}

export type MacDomain =
  | "approval-code"
  | "invitation"
  | "password_reset"
  | "email_change_from"
  | "email_change_to"
  | "list-cursor"
  | "attempt-key";

/** Guarantee: domains and part boundaries cannot be confused (RFC 2104, RFC 5869). */
export function createKeyRing(keys: readonly RingKey[]): KeyRing {
  const [newest] = keys;
  if (!newest) throw new Error("The key ring is empty.");
  const derived = new Map<string, Buffer>();
  const keyFor = (keyId: string, domain: MacDomain) => {
    const name = `${keyId}\n${domain}`;
    const known = derived.get(name);
    if (known) return known;
    const root = keys.find((one) => one.id === keyId);
    if (!root) return null;
    const made = Buffer.from(hkdfSync("sha256", root.key, "", `countersign/${domain}`, 32));
    derived.set(name, made);
    return made;
  };
  return {
    currentId: newest.id,
    mac(keyId, domain, parts) {
      const key = keyFor(keyId, domain);
      if (!key) return null;
      const hmac = createHmac("sha256", key);
      for (const part of parts) {
        const bytes = typeof part === "string" ? Buffer.from(part, "utf8") : part;
        const length = Buffer.alloc(4);
        length.writeUInt32BE(bytes.length);
        hmac.update(length).update(bytes);
      }
      return hmac.digest();
    },
  };
}
