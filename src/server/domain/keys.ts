import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";

/** One key of the ring, 32 bytes. */
export interface RingKey {
  id: string;
  key: Buffer;
}

/**
 * Derives what is never stored (approval codes, links, cursors), seals what must be read again, and signs checkpoints. The
 * newest key makes; older ones still verify and open.
 */
export interface KeyRing {
  readonly currentId: string;
  /** Whether what this key derived can still be verified. */
  holds(keyId: string): boolean;
  /** HMAC-SHA-256 over the parts, each with its length, under a key of its own for the domain; null for an unknown key id. */
  mac(keyId: string, domain: MacDomain, parts: ReadonlyArray<string | Buffer>): Buffer | null;
  /** The same under the newest key. */
  macNow(domain: MacDomain, parts: ReadonlyArray<string | Buffer>): { keyId: string; mac: Buffer };
  /** Encrypts what must be read again (AES-256-GCM, RFC 5116), bound to whom it belongs to. */
  seal(plain: Buffer, boundTo: string): { keyId: string; box: Buffer };
  /** What was sealed; null for an unknown key id, another owner, or an altered box. */
  open(keyId: string, box: Buffer, boundTo: string): Buffer | null;
  /** Signs a text with the newest key's own Ed25519 key (RFC 8032). */
  sign(text: string): Signed;
}

export interface Signed {
  keyId: string;
  /** 32 bytes. */
  publicKey: Buffer;
  signature: Buffer;
}

export type MacDomain =
  | "approval-code"
  | "invitation"
  | "password_reset"
  | "email_change_from"
  | "email_change_to"
  | "list-cursor"
  | "attempt-key"
  | "known-device";

/** Where a ring's keys are kept: the newest first, and how to look again after a key that is not among them. */
export interface RingSource {
  keys(): readonly RingKey[];
  lookAgain(): void;
}

/** Guarantee: domains and part boundaries cannot be confused (RFC 2104, RFC 5869); what left the source is forgotten. */
export function createKeyRing(given: readonly RingKey[] | RingSource): KeyRing {
  const source = "lookAgain" in given ? given : { keys: () => given, lookAgain: () => {} };
  // By the key itself, so that nothing derived outlives it.
  const derived = new WeakMap<RingKey, Map<string, Buffer>>();
  const newest = () => {
    const [first] = source.keys();
    if (!first) throw new Error("The key ring is empty.");
    return first;
  };
  const find = (keyId: string) => {
    const among = () => source.keys().find(({ id }) => id === keyId);
    const known = among();
    if (known) return known;
    source.lookAgain();
    return among();
  };
  const keyOf = (root: RingKey, domain: MacDomain | "seal") => {
    const made = derived.get(root) ?? new Map<string, Buffer>();
    derived.set(root, made);
    const key =
      made.get(domain) ?? Buffer.from(hkdfSync("sha256", root.key, "", `countersign/${domain}`, 32));
    made.set(domain, key);
    return key;
  };
  newest();
  return {
    get currentId() {
      return newest().id;
    },
    holds: (keyId) => find(keyId) !== undefined,
    seal(plain, boundTo) {
      const root = newest();
      return { keyId: root.id, box: encrypted(keyOf(root, "seal"), plain, boundTo) };
    },
    open(keyId, box, boundTo) {
      const root = find(keyId);
      return root ? decrypted(keyOf(root, "seal"), box, boundTo) : null;
    },
    sign: (text) => signed(newest(), text),
    mac(keyId, domain, parts) {
      const root = find(keyId);
      return root ? macOf(keyOf(root, domain), parts) : null;
    },
    macNow(domain, parts) {
      const root = newest();
      return { keyId: root.id, mac: macOf(keyOf(root, domain), parts) };
    },
  };
}

function macOf(key: Buffer, parts: ReadonlyArray<string | Buffer>): Buffer {
  const hmac = createHmac("sha256", key);
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part, "utf8") : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

function signed(root: RingKey, text: string): Signed {
  const signer = signingKey(root);
  return {
    keyId: root.id,
    publicKey: rawPublicKey(createPublicKey(signer)),
    signature: sign(null, Buffer.from(text, "utf8"), signer),
  };
}

const [nonceBytes, tagBytes] = [12, 16];

function encrypted(key: Buffer, plain: Buffer, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(boundTo, "utf8"));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function decrypted(key: Buffer, box: Buffer, boundTo: string): Buffer | null {
  if (box.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(boundTo, "utf8"))
    .setAuthTag(box.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

// Node takes raw Ed25519 keys in DER alone: these stand before the 32 bytes (RFC 8410).
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

function signingKey({ key }: RingKey): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", key, "", "countersign/audit-checkpoint", 32));
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: "der", type: "pkcs8" });
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" }).subarray(spkiHead.length);
}

/** Whether this is the text's signature by the key with these 32 public bytes (RFC 8032). */
export function verifySignature(text: string, { publicKey, signature }: Omit<Signed, "keyId">): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: "der", type: "spki" });
  return verify(null, Buffer.from(text, "utf8"), key, signature);
}
