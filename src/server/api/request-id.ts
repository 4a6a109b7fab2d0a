import "server-only";
import { randomBytes } from "node:crypto";
import baseX from "base-x";

const base62 = baseX("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/** `req_` and 96 random bits in base 62: names one request in answers, records and logs. */
export function newRequestId(): string {
  return `req_${base62.encode(randomBytes(12)).padStart(17, "0")}`;
}
