import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

function readOnce(port: number, secret: string, customerId: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${secret}`, "x-forwarded-for": "203.0.113.24" };
    const path = `/api/v1/customers/${customerId}`;
    const sent = request({
      port,
      host: "127.0.0.1",
      path,
      headers: { ...headers, host: `localhost:${port}` },
      agent,
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.end();
  });
}

export interface Waits {
  statuses: Map<number, number>;
  /** Milliseconds, in order. */
  sorted: number[];
}

export const percentile = ({ sorted }: Waits, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** A genuine caller's steady reads, one every few milliseconds whether or not the last was answered, until told to stop. */
export function callSteadily(port: number, secret: string, customerId: string, everyMs: number) {
  const [waits, statuses] = [[] as number[], new Map<number, number>()];
  const open = new Set<Promise<void>>();
  let going = true;
  const one = async () => {
    const begun = performance.now();
    const status = await readOnce(port, secret, customerId).catch(() => 0);
    waits.push(performance.now() - begun);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const loop = (async () => {
    while (going) {
      const call: Promise<void> = one().finally(() => open.delete(call));
      open.add(call);
      await sleep(everyMs);
    }
  })();
  return async (): Promise<Waits> => {
    going = false;
    await loop;
    await Promise.all(open);
    return { statuses, sorted: waits.sort((a, b) => a - b) };
  };
}
