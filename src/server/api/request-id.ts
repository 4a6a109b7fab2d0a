import "server-only";
import { randomFillSync } from "node:crypto";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const timeLength = 6;
const randomLength = 11;

/** Random bytes for many ids at once: asking for a few costs as much as asking for thousands. */
const pool = new Uint8Array(16 * 1024);
let used = pool.length;
let second = 0;
let time = "";

/**
 * `req_`, the second in base 62 and 65 random bits: names one request in answers, records and logs. Ids of one time stand
 * side by side, so that each record's place in the index is next to the last one's, however many there are.
 */
export function newRequestId(): string {
  let id = `req_${timeDigits()}`;
  for (let left = randomLength; left > 0; left -= 1) id += randomDigit();
  return id;
}

function timeDigits(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now === second) return time;
  second = now;
  time = "";
  for (let rest = now, left = timeLength; left > 0; left -= 1, rest = Math.floor(rest / 62)) {
    time = digits.charAt(rest % 62) + time;
  }
  return time;
}

/** Bytes from 248 on would make the first digits likelier. */
function randomDigit(): string {
  for (;;) {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = pool[used] ?? 0;
    used += 1;
    if (byte < 248) return digits.charAt(byte % 62);
  }
}
