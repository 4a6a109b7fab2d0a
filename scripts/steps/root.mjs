import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts) => join(root, ...parts);

/** Everything below runs in the clone, wherever it was called from, and knows the settings of its `.env` unless told otherwise. */
export function enterRoot({ settings = true } = {}) {
  process.chdir(root);
  if (settings && existsSync(".env")) process.loadEnvFile(".env");
}
