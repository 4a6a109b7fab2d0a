import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { replaceRecoveryCodes } from "../../db/queries/second-factors";
import { recordEvent } from "../audit/record-event";
import type { PersonContext } from "../context";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const howMany = 10;

/** A hundred and twenty random bits in Crockford's base 32, in groups of four: enough for a plain hash (ASVS 6.5.2). */
function newCode(): string {
  const letters = [...randomBytes(24)].map((byte) => alphabet[byte % 32]).join("");
  return (letters.match(/.{4}/g) ?? []).join("-");
}

/** What is kept of a code, read as it was typed: letters and digits alone. */
export function recoveryHash(code: string): Buffer {
  return createHash("sha256").update(code.replace(/[\s-]/g, "").toUpperCase(), "utf8").digest();
}

/** Ten new recovery codes, which end all earlier ones; shown by this answer alone and kept as hashes (ASVS 6.5.1, 6.5.3). */
export async function makeRecoveryCodes(context: PersonContext): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await replaceRecoveryCodes(context.db, context.actor.userId, codes.map(recoveryHash));
  await recordEvent(context, { action: "factor.recovery_codes_made", subjectId: context.actor.userId });
  return codes;
}
