import "server-only";
import { randomInt } from "node:crypto";
import { codeAlphabet } from "../../../contracts/approval-code";

/** A readable name for a token, `ST-7F3K-9Q2M`: 40 random bits in Crockford base 32. Not a secret. */
export function newTokenReference(): string {
  const part = () =>
    Array.from({ length: 4 }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length))).join("");
  return `ST-${part()}-${part()}`;
}
