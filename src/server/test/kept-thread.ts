import { type PoolOptions, ThreadsPoolWorker, type WorkerRequest } from "vitest/node";

/** Runs that one thread takes before another one follows it, so that what they leave behind stays little. */
const runsAThread = 200;

type Listener = (message: unknown) => void;

let kept: KeptThread | null = null;
let runs = 0;

/**
 * A pool of one thread that is kept from run to run: the libraries stay loaded, our own modules are evaluated anew each
 * time. It makes a mutant's run some times quicker; nothing of an earlier mutant is left in it.
 */
export const keptThread = {
  name: "kept-thread",
  createPoolWorker(options: PoolOptions): KeptThread {
    kept ??= new KeptThread(options);
    return kept;
  },
  async close(): Promise<void> {
    await kept?.end();
  },
};

class KeptThread extends ThreadsPoolWorker {
  override readonly name = "kept-thread";
  private readonly listeners = new Map<Listener, string>();
  private readonly ours: () => string[];
  /** As the run's own start says it: which tests are to run stands there. */
  private config: unknown;
  private started = false;

  constructor(options: PoolOptions) {
    super(options);
    this.ours = () =>
      Object.values(options.project.vite.environments).flatMap(({ moduleGraph }) =>
        [...moduleGraph.fileToModulesMap.keys()].filter((file) => file.includes("/src/")),
      );
  }

  override on(event: string, callback: Listener): void {
    this.listeners.set(callback, event);
    super.on(event, callback);
  }

  override off(event: string, callback: Listener): void {
    this.listeners.delete(callback);
    super.off(event, callback);
  }

  override send(message: WorkerRequest): void {
    if (message.type === "start") this.config = message.context.config;
    if (message.type === "stop") this.answer("stopped");
    else if (message.type === "start" && this.started) this.answer("started");
    else {
      if (message.type === "start") this.started = true;
      if (message.type === "run")
        Object.assign(message.context, { config: this.config, invalidates: this.ours() });
      super.send(message);
    }
  }

  override async start(): Promise<void> {
    if (!this.started) await super.start();
  }

  override async stop(): Promise<void> {
    for (const [listener, event] of this.listeners) super.off(event, listener);
    this.listeners.clear();
    runs += 1;
    if (runs % runsAThread === 0) await this.end();
  }

  async end(): Promise<void> {
    kept = null;
    await super.stop();
  }

  private answer(type: "started" | "stopped"): void {
    const answer = { type, __vitest_worker_response__: true };
    setImmediate(() => {
      for (const [listener, event] of this.listeners) if (event === "message") listener(answer);
    });
  }
}
