import "server-only";
import { type ServiceContext, within } from "./context";

const attempts = 3;
/** Deadlock and serialisation failure: Postgres undid everything, so the same again is safe. */
const transient = new Set(["40P01", "40001"]);

/** Runs a verb's work in one transaction, again where Postgres chose it as a deadlock's loser; else all or nothing. */
export async function transact<C extends ServiceContext, T>(
  context: C,
  work: (inside: C) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await context.db.transaction((tx) => work(within(context, tx)));
    } catch (error) {
      if (attempt === attempts || !isTransient(error)) throw error;
    }
  }
}

function isTransient(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && transient.has(at.code)) return true;
  }
  return false;
}
