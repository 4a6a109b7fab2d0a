import "server-only";
import { isTransaction } from "../db/client";
import { type ServiceContext, within } from "./context";
import { hasCode } from "./has-code";

const attempts = 3;
/** Deadlock and serialisation failure: Postgres undid everything, so the same again is safe. */
const transient = /^(40P01|40001)$/;

/**
 * Runs a verb's work in one transaction, again where Postgres chose it as a deadlock's loser; else all or nothing. The work
 * takes the context inside alone: the one outside would be a second connection (second-connection.test.ts). A verb that
 * another one calls is part of that one's transaction, which alone is tried again.
 */
export async function transact<C extends ServiceContext, T>(
  context: C,
  work: (inside: C) => Promise<T>,
): Promise<T> {
  if (isTransaction(context.db)) return work(context);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await context.db.transaction((tx) => work(within(context, tx)));
    } catch (error) {
      if (attempt === attempts || !hasCode(error, transient)) throw error;
    }
  }
}
