import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { parseCronItems, type Runner, run, Logger as WorkerLogger } from "graphile-worker";
import type { Logger } from "pino";
import { restartStrandedMessages } from "../domain/message/restart-stranded";
import { asSystem, type JobsContext } from "./jobs-context";
import { createTasks } from "./tasks";

export interface JobsOptions extends JobsContext {
  /** The restricted jobs login; the runner keeps a small pool of its own on it. */
  jobsUrl: string;
  /** No other process runs jobs on this database (embedded mode): what is locked at the start is a dead process's. */
  alone: boolean;
}

export interface Jobs {
  /** Waits for jobs that are running, starts no more, and closes the runner's connections. */
  stop(): Promise<void>;
}

const restartAfterMs = 2_000;

/**
 * Runs jobs until stopped. A database that goes away stops nothing for good: the runner starts again by itself.
 * A job starts at once when its transaction commits; waiting ones are looked for every second.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { logger } = options;
  const stopping = new AbortController();
  let runner: Runner | null = await startRunner(options);
  const live = (async () => {
    while (!stopping.signal.aborted) {
      try {
        runner ??= await startRunner(options);
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (err) {
        logger.error({ err }, "the job runner stopped and starts again");
      }
      runner = null;
      await sleep(restartAfterMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await live;
    },
  };
}

async function startRunner(options: JobsOptions): Promise<Runner> {
  const { jobsUrl, alone, logger } = options;
  await restartStrandedMessages(asSystem(options, "start", "job_start"), { alone });
  return run({
    connectionString: jobsUrl,
    maxPoolSize: 4,
    concurrency: 4,
    pollInterval: 1_000,
    noHandleSignals: true,
    taskList: createTasks(options),
    parsedCronItems: parseCronItems([
      { task: "sweep", match: "* * * * *", options: { maxAttempts: 1, backfillPeriod: 0 } },
    ]),
    logger: workerLogger(logger),
  });
}

/** graphile-worker's own words: its failures of jobs are logged by the jobs themselves. */
function workerLogger(logger: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === "error" || level === "warning")
      logger.warn({ worker: message.split("\n")[0] }, "job runner");
  });
}
