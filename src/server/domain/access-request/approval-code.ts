import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { codeAlphabet, codeLength } from "../../../contracts/approval-code";
import type { KeyRing } from "../keys";

export { normaliseApprovalCode } from "../../../contracts/approval-code";

/** All that one approver's code for one request is derived from; as it stands in the rows. */
export interface ApprovalCodeFacts {
  requestId: string;
  digest: Buffer;
  approverId: string;
  mailbox: string;
  nonce: Buffer;
  /** The request's expiry; a code expires with its request. Enters in whole milliseconds, which rows read back as. */
  expiresAt: Date;
  keyId: string;
}

const bitsPerCharacter = 5n;

/**
 * The code that one approver must present for one request: 50 bits of an HMAC-SHA-256 in Crockford base 32.
 * Deterministic; differs for every request, digest, approver, mailbox, nonce and expiry; null where the key left the ring.
 */
export function deriveApprovalCode(keys: KeyRing, facts: ApprovalCodeFacts): string | null {
  const mac = keys.mac(facts.keyId, "approval-code", [
    facts.requestId,
    facts.digest,
    facts.approverId,
    facts.mailbox,
    facts.nonce,
    facts.expiresAt.toISOString(),
    facts.keyId,
  ]);
  if (!mac) return null;
  const spare = 64n - bitsPerCharacter * BigInt(codeLength);
  let bits = mac.readBigUInt64BE(0) >> spare;
  let code = "";
  for (let position = 0; position < codeLength; position++) {
    code = codeAlphabet.charAt(Number(bits & 31n)) + code;
    bits >>= bitsPerCharacter;
  }
  return code;
}

/** Compares a normalised code with the derived one in constant time (ASVS 11.2.4); what is no code never matches. */
export function approvalCodeMatches(expected: string, given: string | null): boolean {
  return given !== null && timingSafeEqual(hashOf(expected), hashOf(given));
}

/** The random part of a code; a new one voids the code before it. */
export function newNonce(): Buffer {
  return randomBytes(32);
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
