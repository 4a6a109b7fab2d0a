import "server-only";

export const databaseAway =
  "Countersign cannot reach its database. Nothing was changed; try again in a moment.";

const awayCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|CONNECT|CONNECTION_|08|57P0|53)/;

/** Connection refused, closed or timed out (node, postgres.js), SQLSTATE 08, 53 or 57P0x; read through wrapping causes. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && awayCodes.test(at.code)) return true;
  }
  return false;
}
