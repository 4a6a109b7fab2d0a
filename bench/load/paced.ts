import { type Load, type Measured, openAll, summary, type Target } from "./closed-loop";
import type { Connection } from "./connection";

/**
 * Requests fall due at random moments at this rate, whatever the answers do, and wait where every connection is taken:
 * how long each took is counted from the moment at which it was due, so that a stall counts for all that it held up.
 */
export async function measurePaced(
  target: Target,
  perSecond: number,
  { connections, seconds, onEdge }: Load,
): Promise<Measured> {
  const took: number[] = [];
  let fault: Error | null = null;
  const free = await openAll(target, connections, (error) => {
    fault ??= error;
  });
  const all = [...free];
  const due: number[] = [];
  let next = 0;
  const begun = performance.now();
  const from = begun + seconds * 200;
  const until = from + seconds * 1000;
  const ask = (connection: Connection, at: number) => {
    next = (next + 1) % target.requests.length;
    connection.send(target.requests[next] ?? "", () => {
      if (at >= from && at < until) took.push(performance.now() - at);
      const waited = due.shift();
      if (waited === undefined) free.push(connection);
      else ask(connection, waited);
    });
  };
  let dueAt = begun;
  const untilNext = () => (-Math.log(1 - Math.random()) * 1000) / perSecond;
  const fallDue = (now: number) => {
    while (dueAt <= now) {
      const connection = free.pop();
      if (connection) ask(connection, dueAt);
      else due.push(dueAt);
      dueAt += untilNext();
    }
  };
  setTimeout(() => onEdge?.(), seconds * 200);
  await new Promise<void>((resolve) => {
    const tick = setInterval(() => {
      const now = performance.now();
      fallDue(now);
      if (now < until + 250 && !fault) return;
      clearInterval(tick);
      resolve();
    }, 1);
  });
  onEdge?.();
  for (const connection of all) connection.close();
  if (fault) throw fault;
  return summary(took, seconds);
}
