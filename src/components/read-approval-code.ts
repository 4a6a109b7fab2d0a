import { codeLength } from "@/contracts/approval-code";

/** Crockford's base 32 reads I and L as 1 and O as 0; what is no such character is dropped, spaces and dashes too. */
export function readApprovalCode(text: string): string {
  const upper = text.toUpperCase().replace(/[IL]/g, "1").replace(/O/g, "0");
  return upper.replace(/[^0-9A-HJKMNP-TV-Z]/g, "").slice(0, codeLength);
}
