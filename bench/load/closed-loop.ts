import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../statistics";
import { type Connection, openConnection } from "./connection";

export interface Target {
  /** Where it listens; connections are dealt out in turn. */
  ports: readonly number[];
  /** Requests as they go over the wire; each connection goes through them from a place of its own. */
  requests: readonly string[];
}

export interface Measured {
  perSecond: number;
  answers: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export interface Load {
  connections: number;
  seconds: number;
  /** Called as the measuring begins and ends. */
  onEdge?: () => void;
}

/** Every connection asks again as soon as it is answered. Throws where an answer is no 200. */
export async function measureClosedLoop(
  target: Target,
  { connections, seconds, onEdge }: Load,
): Promise<Measured> {
  const took: number[] = [];
  let counting = false;
  let fault: Error | null = null;
  const opened = await openAll(target, connections, (error) => {
    fault ??= error;
  });
  const run = (connection: Connection, first: number) => {
    let next = first;
    let sentAt = 0;
    const ask = () => {
      if (fault) return;
      sentAt = performance.now();
      next = (next + 1) % target.requests.length;
      connection.send(target.requests[next] ?? "", answered);
    };
    const answered = () => {
      if (counting) took.push(performance.now() - sentAt);
      ask();
    };
    ask();
  };
  for (const [index, connection] of opened.entries())
    run(connection, Math.floor((index * target.requests.length) / connections));
  await sleep(seconds * 200);
  onEdge?.();
  counting = true;
  const from = performance.now();
  await sleep(seconds * 1000);
  counting = false;
  const elapsed = (performance.now() - from) / 1000;
  onEdge?.();
  for (const connection of opened) connection.close();
  if (fault) throw fault;
  return summary(took, elapsed);
}

export function openAll(
  { ports }: Target,
  count: number,
  onFault: (error: Error) => void,
): Promise<Connection[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => openConnection(ports[index % ports.length] ?? 0, onFault)),
  );
}

export function summary(took: readonly number[], elapsed: number): Measured {
  const sorted = Float64Array.from(took).sort();
  return {
    perSecond: took.length / elapsed,
    answers: took.length,
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
  };
}
