import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProblemCode } from "../../../contracts/problem";
import type { HotClient, HotClients } from "../../db/client";
import {
  createGuardedRead,
  type GuardedRequest,
  type GuardedRow,
  guardedRead,
  type Operation,
  type PageEnd,
} from "../../db/queries/guarded-read";
import { addUnknownTokenCalls } from "../../db/queries/unknown-token-calls";
import { placeOf } from "../access/address-block";
import { createFamiliarCallers } from "../access/familiar-callers";
import { createUnknownTokenCalls, type UnknownTokenCalls } from "../access/unknown-token-calls";
import { type Batcher, type Call as CallOf, createBatcher } from "./batcher";

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
  missingScope: string | null;
  /** How a list's page ended; null where there is none. */
  page: PageAnswer | null;
}

export interface PageAnswer {
  more: boolean;
  /** The place of the last customer given; its id is null on an empty page. */
  end: Omit<PageEnd, "id"> & { id: string | null };
  /** In a list by time of change: every change before this time is in this page or in those before. */
  settled: string | null;
}

/** Where every read, lookup and list of the public API goes; one a process. */
export interface ReadQueue {
  ask(request: ReadRequest): Promise<ReadAnswer>;
  /** Takes nothing more, answers what waits, and writes down what was counted. */
  close(): Promise<void>;
}

export interface ReadQueueOptions {
  batch?: number;
  queue?: number;
  /** Lookups in one call, and how many of them, and of lists, may wait. */
  lookupBatch?: number;
  asideQueue?: number;
  patience?: number;
  unknownPerMinute?: number;
  unknownBlocks?: number;
  /** Calls in a minute, with tokens that are unknown or let nobody in from there, from which on strangers wait by themselves. */
  unknownCeiling?: number;
  flushEvery?: number;
  /** Told of a fault at once, and of those that follow once in 10 seconds. */
  onFault?: (error: unknown) => void;
}

/** Callers told apart as familiar; twice as many at most. */
const familiarCallers = 4096;

/**
 * Guarantee: every answer was authorised, limited and recorded in the transaction that read it, which is committed
 * (rule 10). Reads, lookups and lists queue apart, so that none waits for another's; in a flood of calls that nobody lets in,
 * strangers (callers that were not let in lately) too. Rejects with `unavailable` where its queue is full or the database is away.
 */
export function createReadQueue(hot: HotClients, options: ReadQueueOptions = {}): ReadQueue {
  const { batch = 64, queue = 2048, lookupBatch = 16, asideQueue = 256, patience = 12_000 } = options;
  const onFault = nowAndThen(options.onFault ?? (() => {}));
  const strange = { perMinute: options.unknownPerMinute ?? 60, blocks: options.unknownBlocks ?? 4096 };
  const unknown = createUnknownTokenCalls(strange);
  // Tokens that are known and let nobody in from there; the database counts them, and each is told why it is refused.
  const turnedAway = createUnknownTokenCalls(strange);
  const ceiling = options.unknownCeiling ?? 600;
  const familiar = createFamiliarCallers(familiarCallers);
  const queueOf = (size: number, most: number, how: Call, over: "reads" | "aside" = "aside"): Queue => ({
    most,
    // Postgres ends a statement before the patience does: then the wire itself is silent.
    batcher: createBatcher(how, {
      batch: size,
      queue: most,
      patience,
      onFault,
      onGivenUp: () => hot.renew(over),
    }),
  });
  const aside: Call = (requests) => guardedRead(hot.aside, requests);
  const ahead = createGuardedRead(() => reads.batcher.answering());
  const reads: Queue = queueOf(batch, queue, (requests) => ahead(hot.reads, requests), "reads");
  const lookups = queueOf(lookupBatch, asideQueue, aside);
  const lists = queueOf(1, asideQueue, aside);
  const strangers = queueOf(lookupBatch, queue, (requests) => unhurried(() => aside(requests)));
  const flushing = setInterval(() => void flush(hot.aside, unknown, onFault), options.flushEvery ?? 10_000);
  flushing.unref();

  function queueFor(operation: Operation, caller: string): Queue {
    if (operation !== "list" && unknown.lately() + turnedAway.lately() > ceiling && !familiar.has(caller))
      return strangers;
    if (operation === "read" || operation === "describe") return reads;
    return operation === "list" ? lists : lookups;
  }

  return {
    async ask(request) {
      const { prefixes, block } = placeOf(request.address);
      const caller = `${request.secretHash} ${request.address}`;
      const { batcher, most } = queueFor(request.operation, caller);
      // A flooding block may hold a quarter of the queue; below that a genuine token among its calls is still served.
      const over = [unknown, turnedAway].find((counted) => counted.isOver(block));
      if (over && batcher.waiting() >= most / 4) return slowed(over);
      const row = await batcher.ask({ ...request, prefixes });
      if (row.verdict !== "token_invalid") {
        const answer = toAnswer(row);
        if (answer.limits) familiar.add(caller);
        if (turnsAway.has(answer.verdict)) turnedAway.count(block);
        return answer;
      }
      return unknown.count(block) ? slowed(unknown) : toAnswer(row);
    },
    async close() {
      clearInterval(flushing);
      await Promise.all([reads, lookups, lists, strangers].map(({ batcher }) => batcher.close()));
      await flush(hot.aside, unknown, onFault);
    },
  };
}

const turnsAway = new Set<ProblemCode | null>([
  "ip_not_allowed",
  "token_expired",
  "token_revoked",
  "token_suspended",
]);

type Call = CallOf<GuardedRequest, GuardedRow>;

interface Queue {
  batcher: Batcher<GuardedRequest, GuardedRow>;
  most: number;
}

/** Rests as long as it worked, so that strangers take half of one connection's time at most. */
async function unhurried<T>(work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  await sleep(Math.min(1_000, performance.now() - begun));
  return result;
}

function slowed(counted: UnknownTokenCalls): ReadAnswer {
  const nothing = { body: null, omitted: 0, limits: null, missingScope: null, page: null };
  return { ...nothing, verdict: "rate_limited", retryAfter: counted.secondsLeft() };
}

function toAnswer(row: GuardedRow): ReadAnswer {
  const { body, omitted, retryAfter, rateLimit, missingScope } = row;
  const verdict = row.verdict as ProblemCode | null;
  const page = row.pageEnd === null ? null : toPage(row.pageEnd);
  const limits = rateLimit === null || verdict === "ip_not_allowed" ? null : limitsOf(row, rateLimit);
  return { verdict, body, omitted, limits, retryAfter, missingScope, page };
}

function limitsOf(row: GuardedRow, limit: number): ReadLimits {
  const rate = { limit, left: row.rateLeft, reset: row.rateReset };
  return { rate, daily: { limit: row.dailyLimit, left: row.dailyLeft, reset: row.dailyReset } };
}

/** The one thing that Postgres tells as JSON for this process to read. */
function toPage(text: string): PageAnswer {
  const { more, token, id, at, settled } = JSON.parse(text);
  return { more, end: { token, id, at }, settled };
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
