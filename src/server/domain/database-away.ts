import "server-only";
import { hasCode } from "./has-code";

export const databaseAway =
  "Countersign cannot reach its database. Nothing was changed; try again in a moment.";

const awayCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|CONNECT|CONNECTION_|08|57P0|53)/;

export const databaseBusy =
  "That took too long and was given up. Nothing was changed; try again in a moment.";

const busyCodes = /^(57014|55P03)/;

/** Connection refused, closed or timed out (node, postgres.js), SQLSTATE 08, 53 or 57P0x; read through wrapping causes. */
export const isDatabaseAway = (error: unknown): boolean => hasCode(error, awayCodes);

/** A statement (57014) or a wait for a lock (55P03) that outlasted its limit; Postgres has undone what was begun. */
export const isDatabaseBusy = (error: unknown): boolean => hasCode(error, busyCodes);
