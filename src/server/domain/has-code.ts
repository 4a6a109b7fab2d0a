import "server-only";

/** Whether an error, or what it wraps, carries such a code: of node, of postgres.js, or an SQLSTATE. */
export function hasCode(error: unknown, codes: RegExp): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && codes.test(at.code)) return true;
  }
  return false;
}
