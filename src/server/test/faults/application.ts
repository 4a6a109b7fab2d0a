import { setTimeout as sleep } from "node:timers/promises";
import { freePort, type ProcessBundle, type Started } from "../process";

/** The application as a service manager keeps it: whenever it ends, it is started again. */
export async function superviseApplication(bundle: ProcessBundle, settings: Record<string, string>) {
  const port = await freePort();
  const env = { ...settings, PORT: `${port}`, APP_URL: `http://localhost:${port}` };
  let wanted = true;
  let starts = 0;
  /** Ends that nobody asked for, with what was said last. */
  const ends: string[] = [];
  let running: Started;
  const keepRunning = async () => {
    while (wanted) {
      starts += 1;
      running = bundle.start(env);
      const code = await running.ended;
      if (running.child.signalCode === null) ends.push(`${code}: ${running.printed().slice(-1_500)}`);
      if (wanted) await sleep(200);
    }
  };
  const kept = keepRunning();
  const healthy = async () => {
    const answer = await fetch(`http://localhost:${port}/api/health`, { signal: AbortSignal.timeout(2_000) })
      .then(async (one) => {
        await one.arrayBuffer();
        return one.status;
      })
      .catch(() => 0);
    return answer === 200;
  };
  return {
    origin: `http://localhost:${port}`,
    starts: () => starts,
    ends,
    kill: () => running.child.kill("SIGKILL"),
    /** Resolves with the milliseconds that it took; throws what was printed last where it never comes back. */
    recovered: async (ms = 60_000) => {
      const begun = performance.now();
      while (performance.now() - begun < ms) {
        if (await healthy()) return performance.now() - begun;
        await sleep(50);
      }
      throw new Error(
        `The application did not recover in ${ms} ms. Printed:\n${running.printed().slice(-4_000)}`,
      );
    },
    stop: async () => {
      wanted = false;
      running.child.kill("SIGTERM");
      await Promise.race([kept, sleep(15_000)]);
      running.child.kill("SIGKILL");
      await kept;
    },
  };
}

export type Application = Awaited<ReturnType<typeof superviseApplication>>;
