import "server-only";
import type { ProblemCode } from "../../../contracts/problem";
import type { HotClient } from "../../db/client";
import { type GuardedRequest, type GuardedRow, guardedRead } from "../../db/queries/guarded-read";
import { addUnknownTokenCalls } from "../../db/queries/unknown-token-calls";
import { placeOf } from "../access/address-block";
import { createUnknownTokenCalls, type UnknownTokenCalls } from "../access/unknown-token-calls";
import { createBatcher } from "./batcher";

export type ReadRequest = Omit<GuardedRequest, "prefixes">;

export interface ReadLimits {
  rate: { limit: number; left: number; reset: number };
  daily: { limit: number; left: number; reset: number };
}

export interface ReadAnswer {
  /** The refusal, or null. */
  verdict: ProblemCode | null;
  /** JSON text as Postgres wrote it. */
  body: string | null;
  /** Mask of the fields asked for and not granted. */
  omitted: number;
  /** Null until token and address have passed. */
  limits: ReadLimits | null;
  retryAfter: number | null;
}

/** Where every read of the public API goes; one a process. */
export interface ReadQueue {
  ask(request: ReadRequest): Promise<ReadAnswer>;
  /** Takes nothing more, answers what waits, and writes down what was counted. */
  close(): Promise<void>;
}

export interface ReadQueueOptions {
  batch?: number;
  queue?: number;
  patience?: number;
  unknownPerMinute?: number;
  unknownBlocks?: number;
  flushEvery?: number;
  /** Told of a fault at once, and of those that follow once in 10 seconds. */
  onFault?: (error: unknown) => void;
}

/**
 * Guarantee: every answer was authorised, limited and recorded in the transaction that read it, which is committed
 * (rule 10). Rejects with `unavailable` where the queue is full or the database is away.
 */
export function createReadQueue(hot: HotClient, options: ReadQueueOptions = {}): ReadQueue {
  const { batch = 64, queue = 2048, patience = 12_000 } = options;
  const onFault = nowAndThen(options.onFault ?? (() => {}));
  const unknown = createUnknownTokenCalls({
    perMinute: options.unknownPerMinute ?? 60,
    blocks: options.unknownBlocks ?? 4096,
  });
  const batcher = createBatcher((requests: readonly GuardedRequest[]) => guardedRead(hot, requests), {
    batch,
    queue,
    patience,
    onFault,
  });
  const flushing = setInterval(() => void flush(hot, unknown, onFault), options.flushEvery ?? 10_000);
  flushing.unref();

  return {
    async ask(request) {
      const { prefixes, block } = placeOf(request.address);
      // A flooding block may hold a quarter of the queue; below that a genuine token among its calls is still served.
      if (unknown.isOver(block) && batcher.waiting() >= queue / 4) return slowed(unknown);
      const row = await batcher.ask({ ...request, prefixes });
      if (row.verdict !== "token_invalid") return toAnswer(row);
      return unknown.count(block) ? slowed(unknown) : toAnswer(row);
    },
    async close() {
      clearInterval(flushing);
      await batcher.close();
      await flush(hot, unknown, onFault);
    },
  };
}

function slowed(unknown: UnknownTokenCalls): ReadAnswer {
  return { verdict: "rate_limited", body: null, omitted: 0, limits: null, retryAfter: unknown.secondsLeft() };
}

function toAnswer(row: GuardedRow): ReadAnswer {
  const { body, omitted, retryAfter, rateLimit } = row;
  const verdict = row.verdict as ProblemCode | null;
  if (rateLimit === null || verdict === "ip_not_allowed") {
    return { verdict, body, omitted, retryAfter, limits: null };
  }
  const rate = { limit: rateLimit, left: row.rateLeft, reset: row.rateReset };
  const daily = { limit: row.dailyLimit, left: row.dailyLeft, reset: row.dailyReset };
  return { verdict, body, omitted, retryAfter, limits: { rate, daily } };
}

async function flush(
  hot: HotClient,
  unknown: UnknownTokenCalls,
  onFault: (error: unknown) => void,
): Promise<void> {
  const calls = unknown.take();
  if (calls.length === 0) return;
  try {
    await addUnknownTokenCalls(hot, calls);
  } catch (error) {
    unknown.putBack(calls);
    onFault(error);
  }
}

/** A database that is away fails every call; one line in a while tells it. */
function nowAndThen(tell: (error: unknown) => void): (error: unknown) => void {
  let quietUntil = 0;
  return (error) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + 10_000;
    tell(error);
  };
}
