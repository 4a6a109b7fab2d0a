import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sql, TransactionSql } from "postgres";

type Work = (sql: TransactionSql) => unknown;
type Begin = (options: string, work: Work) => Promise<unknown>;

const forever = () => new Promise<never>(() => {});

/**
 * postgres 3.4.9 goes on writing to a transaction's connection after it has closed, its rollback at the least: an error that
 * nobody can catch, which ends the process, and a place of the pool that stays dead. With this, a transaction that lost its
 * connection is rejected at once, as ever, and asks nothing more: its work is left where it stands.
 */
export function leaveLostTransactions(client: Sql): void {
  const begin = client.begin.bind(client) as Begin;
  const leaving: Begin = (options, work) => {
    let over = false;
    const isOver = () => over;
    const done = begin(options, async (sql) => {
      try {
        const result = await work(whileHeld(sql, isOver));
        return over ? await forever() : result;
      } catch (error) {
        // A statement can fail a moment before its connection is known to be gone.
        await nextTurn();
        return over ? await forever() : Promise.reject(error);
      }
    });
    done.catch(() => {
      over = true;
    });
    return done;
  };
  Object.assign(client, {
    begin: (first: string | Work, second?: Work) =>
      typeof first === "string" ? leaving(first, second as Work) : leaving("", first),
  });
}

/** The transaction's own functions, which refuse once it is over. */
function whileHeld(sql: TransactionSql, isOver: () => boolean): TransactionSql {
  const handler: ProxyHandler<TransactionSql> = {
    apply(target, self, given) {
      if (isOver()) throw Object.assign(new Error("The transaction is over."), { code: "CONNECTION_CLOSED" });
      return Reflect.apply(target, self, given);
    },
    get(target, key) {
      const value = Reflect.get(target, key);
      return key === "unsafe" || key === "savepoint" ? new Proxy(value, handler) : value;
    },
  };
  return new Proxy(sql, handler);
}
