import "server-only";
import { randomFillSync } from "node:crypto";
import baseX from "base-x";

const base62 = baseX("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

const idBytes = 12;
/** Random bytes for many ids at once: asking for twelve costs as much as asking for thousands. */
const pool = new Uint8Array(idBytes * 1024);
let used = pool.length;

/** `req_` and 96 random bits in base 62: names one request in answers, records and logs. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + idBytes);
  used += idBytes;
  return `req_${base62.encode(bytes).padStart(17, "0")}`;
}
